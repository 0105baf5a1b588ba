import Mineralisation

/// The full result of one image: what a line of results.ndjson holds and every table derives from.
public struct Record: Sendable, Equatable {
  /// The name and version of the record's form.
  public static let schema = "ossiquant.record/1"

  /// The members in their order.
  public let json: JSONValue

  /// The record of `result`.
  public init(_ result: ImageResult) {
    var members: [JSONValue.Member] = [.init("schema", .text(Self.schema))]
    members += [JSONValue.Member](result, imageColumns)
    let joints = result.analysis?.joints ?? []
    members.append(
      .init(
        "joints",
        .list(joints.map { .object(.init(JointRow(id: result.id, joint: $0, scheme: result.scheme), jointColumns)) })))
    let lesions = result.analysis?.measurements ?? []
    members.append(
      .init(
        "lesions",
        .list(
          lesions.map { lesion in
            .object(
              .init(lesion, lesionColumns) + [.init("radiomics", .object(radiomicsMembers(lesion.radiomics)))])
          })))
    members.append(.init("settings", result.provenance.settings))
    members.append(.init("pass_through", .object(result.passThrough)))
    json = .object(members)
  }

  /// A record as it was written before.
  ///
  /// - Returns: `nil` unless `line` is a record of this ``schema``.
  public init?(line: [UInt8]) {
    guard let json = try? JSONValue(parsing: line), json["schema"]?.string == Self.schema else { return nil }
    self.json = json
  }

  /// The name under which everything of the image is filed.
  public var id: String { json["id"]?.string ?? "" }
  /// Whether the image was measured.
  public var succeeded: Bool { json["status"]?.string == "ok" }
  /// Why it was not.
  public var error: String? { json["error"]?.string }
  /// The digest of everything that the record depends on.
  public var inputDigest: String? { json["input_hash"]?.string }
}
