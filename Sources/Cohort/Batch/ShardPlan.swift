import Reporting

/// What a shard's folder tells of it in shard.json: enough to join it with its sisters, or to refuse it.
///
/// Written before anything is measured, so that a shard that was killed can still be named with what it lacks.
struct ShardPlan: Sendable, Equatable {
  /// The name and version of the file's form.
  static let schema = "ossiquant.shard/1"

  /// Which part it is.
  let shard: Shard
  /// All images of the batch, those of the other shards too.
  let total: Int
  /// The version that measures.
  let version: String
  /// The form of the records.
  let recordSchema: String
  /// The settings in full.
  let settings: JSONValue
  /// Their digest.
  let settingsDigest: String
  /// Whether overlays are drawn.
  let overlays: Bool
  /// The manifest's other columns.
  let passThrough: [String]
  /// The SHA-256 of the whole list of images with what is stated for each.
  let listDigest: String
  /// The ids of this shard's rows, in the order of the list.
  let ids: [String]

  /// The plan of `shard` for a batch of all `tasks`.
  init(_ shard: Shard, of tasks: [ImageTask], passThrough: [String], echo: SettingsEcho, overlays: Bool) {
    self.shard = shard
    self.passThrough = passThrough
    self.overlays = overlays
    total = tasks.count
    version = Software.version
    recordSchema = Record.schema
    settings = echo.json
    settingsDigest = echo.digest
    // A digest of digests: the list's text itself may be large.
    listDigest = sha256(tasks.map { sha256($0.listed.line) }.joined(separator: "\n"))
    ids = shard.rows(of: tasks.count).map { tasks[$0 - 1].id }
  }

  /// The rows of the list that ``ids`` belong to.
  var rows: [Int] { shard.rows(of: total) }

  /// The file's content.
  var json: JSONValue {
    .object([
      .init("schema", .text(Self.schema)), .init("shard", .integer(shard.index)),
      .init("shards", .integer(shard.count)), .init("images", .integer(total)),
      .init("software_version", .text(version)), .init("record_schema", .text(recordSchema)),
      .init("settings", settings), .init("settings_hash", .text(settingsDigest)), .init("overlays", .flag(overlays)),
      .init("pass_through", .list(passThrough.map { .text($0) })), .init("list_hash", .text(listDigest)),
      .init("ids", .list(ids.map { .text($0) })),
    ])
  }

  /// Reads such a file; `nil` where `bytes` are none, or its parts do not agree.
  init?(_ bytes: [UInt8]) {
    guard let json = try? JSONValue(parsing: bytes), json["schema"]?.string == Self.schema,
      let index = json["shard"]?.integer, let count = json["shards"]?.integer,
      let shard = Shard(index: index, count: count), let total = json["images"]?.integer,
      let version = json["software_version"]?.string, let recordSchema = json["record_schema"]?.string,
      let settings = json["settings"], let settingsDigest = json["settings_hash"]?.string,
      case .flag(let overlays) = json["overlays"], let passThrough = json["pass_through"]?.strings,
      let listDigest = json["list_hash"]?.string, let ids = json["ids"]?.strings
    else { return nil }
    // By arithmetic: a list of all rows of a made-up total would fill the memory.
    guard total >= 0, shard.size(of: total) == ids.count else { return nil }
    self.shard = shard
    self.total = total
    self.version = version
    self.recordSchema = recordSchema
    self.settings = settings
    self.settingsDigest = settingsDigest
    self.overlays = overlays
    self.passThrough = passThrough
    self.listDigest = listDigest
    self.ids = ids
  }
}

extension JSONValue {
  /// A number without a fraction.
  fileprivate var integer: Int? {
    if case .number(let digits) = self { return Int(digits) }
    return nil
  }

  /// A list of texts alone.
  fileprivate var strings: [String]? {
    guard let elements else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count ? texts : nil
  }
}
