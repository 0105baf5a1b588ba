import FoundationEssentials
import Raster
import Reporting

/// One line that a worker is given: an image by path or in base64, with a manifest's fields.
struct WorkerRequest: Sendable {
  /// The image with what is stated for it.
  var task: ImageTask
  /// What came with the line.
  var embedded = EmbeddedInputs()

  /// A member of a request: its name and what it means, for reading and for the schema.
  private struct Field {
    let name: String
    let types: [String]
    let meaning: String
  }

  private static let fields: [Field] = [
    Field(name: "id", types: ["string"], meaning: "The record's id; without it the file's name without extension."),
    Field(
      name: "image", types: ["string"], meaning: "The path of a PNG or JPEG; with path or image_base64 a name for it."),
    Field(name: "path", types: ["string"], meaning: "The path to read from, where it is not that in image."),
    Field(name: "image_base64", types: ["string"], meaning: "The bytes of a PNG or JPEG."),
    Field(name: "spacing_mm", types: ["number", "string"], meaning: "Millimetres per pixel, or \"columns,rows\"."),
    Field(name: "magnification", types: ["number", "string"], meaning: "A factor, or \"factor±uncertainty\"."),
    Field(name: "polarity", types: ["string"], meaning: "auto, bone-bright or bone-dark."),
    Field(name: "region", types: ["string"], meaning: "The body region."),
    Field(name: "bone_mask", types: ["string"], meaning: "The path of a label map of the bones."),
    Field(name: "bone_mask_base64", types: ["string"], meaning: "The bytes of such a map."),
    Field(name: "lesion_mask", types: ["string"], meaning: "The path of a label map of the lesions."),
    Field(name: "lesion_mask_base64", types: ["string"], meaning: "The bytes of such a map."),
    Field(name: "roi", types: ["string"], meaning: "The path of a mask of the region of interest."),
    Field(name: "roi_base64", types: ["string"], meaning: "The bytes of such a mask."),
    Field(name: "pass_through", types: ["object"], meaning: "Texts that are repeated in the record."),
    Field(
      name: "problem", types: ["string"],
      meaning: "Why the image cannot be measured, known before it is read: the record's error."),
  ]

  /// The JSON Schema (draft 2020-12) of a request.
  static var jsonSchema: JSONValue {
    .object([
      .init("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      .init("$id", .text("urn:ossiquant.request:1")), .init("title", .text("A line for ossiquant worker")),
      .init("type", .text("object")),
      .init(
        "properties",
        .object(
          fields.map { field in
            .init(
              field.name,
              .object([
                .init("description", .text(field.meaning)), .init("type", .list(field.types.map { .text($0) })),
              ]))
          })), .init("additionalProperties", .flag(false)),
    ])
  }

  /// Reads line `number`.
  ///
  /// - Throws: ``FieldError`` where it is no request.
  init(line: [UInt8], number: Int) throws(FieldError) {
    let json: JSONValue
    do { json = try JSONValue(parsing: line) } catch {
      throw FieldError("the request is \(error): send one JSON object")
    }
    guard let members = json.members else { throw FieldError("the request is no JSON object: send one object a line") }
    for member in members {
      guard let field = Self.fields.first(where: { $0.name == member.name }) else {
        throw FieldError(
          "the request's member '\(member.name)' is unknown, expected one of "
            + Self.fields.map(\.name).joined(separator: ", ") + ": correct or remove it")
      }
      try Self.check(member, field)
    }
    let image = json["image"]?.string ?? ""
    let id = json["id"]?.string ?? (image.isEmpty ? "line_\(number)" : withoutExtension(lastComponent(image)))
    task = ImageTask(id: id, image: image, path: json["path"]?.string ?? image)
    try fill(json)
  }

  private static func check(_ member: JSONValue.Member, _ field: Field) throws(FieldError) {
    let isRight =
      switch member.value {
      case .text: field.types.contains("string")
      case .number: field.types.contains("number")
      case .object: field.types.contains("object")
      default: false
      }
    guard isRight else {
      throw FieldError(
        "the request's member '\(field.name)' is expected to be a \(field.types.joined(separator: " or a "))")
    }
  }

  private mutating func fill(_ json: JSONValue) throws(FieldError) {
    try fillPassThrough(json)
    task.problem = json["problem"]?.string
    // What a list of images refuses keeps the name it has there.
    if task.problem != nil { return }
    if let fault = faultOfID(task.id) { throw FieldError(fault) }
    embedded.image = try Self.bytes(json, "image_base64")
    guard embedded.image != nil || !task.path.isEmpty else {
      throw FieldError("the request names no image: give its path in 'image' or its bytes in 'image_base64'")
    }
    task.spacing = try Self.text(json["spacing_mm"]).map { (text) throws(FieldError) in
      try StatedSpacing(text).spacing
    }
    task.magnification = try Self.text(json["magnification"]).map { (text) throws(FieldError) in
      try Magnification(stated: text)
    }
    if let text = json["polarity"]?.string { task.polarity = try parsePolarity(text) }
    task.region = json["region"]?.string
    task.boneMask = json["bone_mask"]?.string
    task.lesionMask = json["lesion_mask"]?.string
    task.regionOfInterest = json["roi"]?.string
    embedded.boneMask = try Self.bytes(json, "bone_mask_base64")
    embedded.lesionMask = try Self.bytes(json, "lesion_mask_base64")
    embedded.regionOfInterest = try Self.bytes(json, "roi_base64")
  }

  private mutating func fillPassThrough(_ json: JSONValue) throws(FieldError) {
    for member in json["pass_through"]?.members ?? [] {
      guard member.value.string != nil else {
        throw FieldError("the request's pass_through '\(member.name)' is no text: put it between quotes")
      }
      task.passThrough.append(member)
    }
  }

  private static func text(_ value: JSONValue?) -> String? {
    if case .number(let digits) = value { return digits }
    return value?.string
  }

  private static func bytes(_ json: JSONValue, _ name: String) throws(FieldError) -> [UInt8]? {
    guard let text = json[name]?.string else { return nil }
    guard let data = Data(base64Encoded: text) else {
      throw FieldError("the request's '\(name)' is not base64 (RFC 4648, with padding, without line breaks)")
    }
    return [UInt8](data)
  }
}
