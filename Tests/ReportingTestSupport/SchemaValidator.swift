public import Reporting

/// Checks a document against the part of JSON Schema that our own schemas use.
public struct SchemaValidator: Sendable {
  private let schema: JSONValue
  private static let understood: Set<String> = [
    "$schema", "$id", "title", "description", "type", "properties", "required", "additionalProperties", "items", "enum",
    "const",
  ]

  /// A validator for `schema`.
  public init(_ schema: JSONValue) { self.schema = schema }

  /// Every way in which `document` breaks the schema, each with its place; a keyword that is not understood is one too.
  public func faults(of document: JSONValue) -> [String] { Self.check(document, schema, at: "$") }

  private static func check(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    var faults = (schema.members ?? []).filter { !understood.contains($0.name) }.map { "\(place): keyword \($0.name)" }
    if let constant = schema["const"], constant != value { faults.append("\(place): is not \(constant.line)") }
    if let choices = schema["enum"]?.elements, !choices.contains(value) {
      faults.append("\(place): \(value.line) is none of the choices")
    }
    if let type = schema["type"] {
      let types = type.elements?.compactMap(\.string) ?? [type.string ?? ""]
      if !types.contains(where: { value.matches(type: $0) }) { faults.append("\(place): \(value.line) is no \(types)") }
    }
    if case .list(let values) = value, let items = schema["items"] {
      for (i, element) in values.enumerated() { faults += check(element, items, at: "\(place)[\(i)]") }
    }
    if case .object(let members) = value { faults += check(members, schema, at: place) }
    return faults
  }

  private static func check(_ members: [JSONValue.Member], _ schema: JSONValue, at place: String) -> [String] {
    var faults: [String] = []
    for required in schema["required"]?.elements ?? [] where !members.contains(where: { $0.name == required.string }) {
      faults.append("\(place): \(required.line) is missing")
    }
    for member in members {
      let inner = "\(place).\(member.name)"
      if let own = schema["properties"]?[member.name] {
        faults += check(member.value, own, at: inner)
      } else if schema["additionalProperties"] == .flag(false) {
        faults.append("\(inner): is not foreseen")
      } else if let others = schema["additionalProperties"], case .object = others {
        faults += check(member.value, others, at: inner)
      }
    }
    return faults
  }
}

extension JSONValue {
  fileprivate func matches(type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.flag, "boolean"), (.text, "string"), (.list, "array"), (.object, "object"),
      (.number, "number"):
      true
    case (.number(let digits), "integer"): Int(digits) != nil
    default: false
    }
  }
}
