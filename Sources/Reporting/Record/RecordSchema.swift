import Mineralisation

extension Record {
  /// The JSON Schema (draft 2020-12) of a record.
  public static var jsonSchema: JSONValue {
    var properties: [JSONValue.Member] = [.init("schema", .object([.init("const", .text(schema))]))]
    properties += imageColumns.map { .init($0.name, $0.schema) }
    properties += [
      .init("joints", listOf(jointColumns, "The joints that the image shows, from left to right.")),
      .init("lesions", listOf(lesionColumns, "The lesions in the order of their ids.", [radiomics])),
      .init("settings", described("The settings in full.", .object([.init("type", .text("object"))]))),
      .init(
        "pass_through",
        .object([
          .init("description", .text("The manifest's other columns.")), .init("type", .text("object")),
          .init("additionalProperties", .object([.init("type", .text("string"))])),
        ])),
    ]
    return .object(
      [
        .init("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        .init("$id", .text("urn:\(schema.replacingSlash)")),
        .init("title", .text("The measurements of one radiograph")),
      ] + strictObject(properties))
  }

  /// PyRadiomics' features; none where they are not asked for.
  private static var radiomics: JSONValue.Member {
    let number = JSONValue.object([.init("type", .list([.text("number"), .text("null")]))])
    return .init(
      "radiomics",
      described(
        "PyRadiomics' features by their names there; empty without --radiomics.",
        .object([
          .init("type", .text("object")),
          .init("properties", .object(radiomicsFeatureNames.map { .init($0, number) })),
          .init("additionalProperties", .flag(false)),
        ])))
  }

  private static func listOf<Row>(
    _ columns: [Column<Row>], _ meaning: String, _ further: [JSONValue.Member] = []
  ) -> JSONValue {
    let items = strictObject(columns.map { .init($0.name, $0.schema) } + further)
    return described(meaning, .object([.init("type", .text("array")), .init("items", .object(items))]))
  }

  /// An object with exactly these members, all of them present.
  private static func strictObject(_ properties: [JSONValue.Member]) -> [JSONValue.Member] {
    [
      .init("type", .text("object")), .init("properties", .object(properties)),
      .init("required", .list(properties.map { .text($0.name) })), .init("additionalProperties", .flag(false)),
    ]
  }

  private static func described(_ meaning: String, _ schema: JSONValue) -> JSONValue {
    .object([.init("description", .text(meaning))] + (schema.members ?? []))
  }
}

extension Column {
  /// The JSON Schema of the member; every one may be `null`.
  fileprivate var schema: JSONValue {
    var members: [JSONValue.Member] = [.init("description", .text(meaning))]
    switch kind {
    case .choice(let choices): members.append(.init("enum", .list(choices.map { .text($0) } + [.null])))
    case .text: members.append(orNull("string"))
    case .integer: members.append(orNull("integer"))
    case .number: members.append(orNull("number"))
    case .numberOrPair: members.append(types(["number", "string", "null"]))
    case .flag: members.append(orNull("boolean"))
    case .texts: members += [orNull("array"), items(types(["string"]))]
    case .numbers(let places): members += [orNull("array"), items(orNull(places == 0 ? "integer" : "number"))]
    }
    return .object(members)
  }

  private func types(_ names: [String]) -> JSONValue.Member { .init("type", .list(names.map { .text($0) })) }

  private func orNull(_ type: String) -> JSONValue.Member { types([type, "null"]) }

  private func items(_ type: JSONValue.Member) -> JSONValue.Member { .init("items", .object([type])) }
}

extension String {
  /// The text with `:` for every `/`, as the parts of a URN are written.
  fileprivate var replacingSlash: String { String(map { $0 == "/" ? ":" : $0 }) }
}
