import Reporting

/// Why shards do not join.
public enum MergeError: Error, Sendable, Equatable {
  /// A folder holds no shard.
  case notAShard(folder: String)
  /// A shard was measured by another version than that of the program that joins.
  case otherProgram(folder: String, version: String)
  /// Two folders disagree about what every shard must have in common.
  case different(what: String, folder: String, value: String, first: String, firstValue: String)
  /// Two folders are the same shard.
  case twice(shard: Shard, folder: String, first: String)
  /// Some shards were not given.
  case missing([Shard])
  /// A shard's run has not come to its end.
  case unfinished(shard: Shard, folder: String, images: Int, of: Int)
  /// Images of a shard are not in its results.
  case missingRows(shard: Shard, folder: String, rows: [String])
  /// Images are in a shard's results that do not belong there, or twice.
  case surplusRows(shard: Shard, folder: String, rows: [String])
  /// A record is not what the shard's run wrote.
  case changed(row: String, file: String)
  /// A picture that belongs to a record is gone.
  case noPicture(row: String, file: String)
  /// Another run is writing into a shard's folder.
  case inUse(folder: String)
}

extension MergeError: CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .notAShard(let folder):
      "\(folder): no shard.json that can be used, expected the results of a run with --shard I/N: give such folders"
    case .otherProgram(let folder, let version):
      "\(folder): measured by version \(version), this program is version \(Software.version):"
        + " join with the program that measured"
    case .different(let what, let folder, let value, let first, let firstValue):
      "\(folder): its \(what) is \(value), that of \(first) is \(firstValue): measure one of them again,"
        + " so that all shards are parts of one run"
    case .twice(let shard, let folder, let first):
      "\(folder): is shard \(shard), and so is \(first): give each shard once"
    case .missing(let shards):
      "\(shards.count == 1 ? "a shard is" : "\(shards.count) shards are") missing: \(listed(shards.map(\.description))):"
        + " measure what is missing and give all folders"
    case .unfinished(let shard, let folder, let images, let total):
      "\(folder): shard \(shard) has not come to its end, \(images) of its \(total) images are finished:"
        + " continue it with the same command and --resume"
    case .missingRows(let shard, let folder, let rows):
      "\(folder): \(count(rows)) missing in the results of shard \(shard): \(listed(rows)):"
        + " repeat its command with --resume"
    case .surplusRows(let shard, let folder, let rows):
      "\(folder): \(count(rows)) in the results of shard \(shard) twice or without belonging there: \(listed(rows)):"
        + " repeat its command with --resume"
    case .changed(let row, let file):
      "\(file): \(row) is not as the shard's run wrote it: repeat its command with --resume"
    case .noPicture(let row, let file):
      "\(file): no such file, though \(row) was measured: repeat the shard's command with --resume"
    case .inUse(let folder): "\(folder): a run is still writing there: wait for its end"
    }
  }

  private func count(_ rows: [String]) -> String { rows.count == 1 ? "1 image is" : "\(rows.count) images are" }

  private func listed(_ names: [String]) -> String {
    let shown = 10
    let rest = names.count > shown ? " and \(names.count - shown) more" : ""
    return names.prefix(shown).joined(separator: ", ") + rest
  }
}
