import Reporting

/// Joins the shards of a batch into what one run over all images would have written, to the byte.
///
/// run.json alone differs; it holds those of the shards.
public struct Merge: Sendable {
  /// What was joined.
  public struct Summary: Sendable, Equatable {
    /// The shards.
    public var shards = 0
    /// All images.
    public var images = 0
    /// Images without a measurement.
    public var failed = 0
  }

  private let shards: [ShardFolder]
  private let output: OutputLayout

  /// The shards in `folders`, in any order.
  ///
  /// - Throws: ``MergeError`` unless they are all parts of one run, each of them once.
  public init(_ folders: [String], output: OutputLayout) throws(MergeError) {
    self.output = output
    var shards: [ShardFolder] = []
    for folder in folders { shards.append(try ShardFolder(folder)) }
    for shard in shards where shard.plan.version != Software.version {
      throw .otherProgram(folder: shard.layout.folder, version: shard.plan.version)
    }
    for shard in shards.dropFirst() { try Self.compare(shard, with: shards[0]) }
    self.shards = shards.sorted { $0.plan.shard.index < $1.plan.shard.index }
    try Self.checkNumbers(self.shards)
  }

  private static func compare(_ shard: ShardFolder, with first: ShardFolder) throws(MergeError) {
    for (one, other) in zip(shard.common, first.common) where one.value != other.value {
      throw .different(
        what: one.what, folder: shard.layout.folder, value: one.value, first: first.layout.folder,
        firstValue: other.value)
    }
  }

  private static func checkNumbers(_ shards: [ShardFolder]) throws(MergeError) {
    for (one, other) in zip(shards, shards.dropFirst()) where one.plan.shard == other.plan.shard {
      throw .twice(shard: one.plan.shard, folder: other.layout.folder, first: one.layout.folder)
    }
    guard let count = shards.first?.plan.shard.count else { return }
    let given = Set(shards.map(\.plan.shard.index))
    let missing = (1...count).filter { !given.contains($0) }.compactMap { Shard(index: $0, count: count) }
    guard missing.isEmpty else { throw .missing(missing) }
  }

  /// Checks every shard, copies its files, and writes the tables.
  ///
  /// - Parameter runFile: the run that joins.
  /// - Throws: ``MergeError`` where a shard is not whole, before anything is written; ``OutputError`` where something
  ///   cannot be written.
  public func run(_ runFile: RunFile) throws -> Summary {
    let locks = try shards.map { (shard) throws(MergeError) in
      do { return try FolderLock(shard.layout, forWriting: false) } catch {
        throw MergeError.inUse(folder: shard.layout.folder)
      }
    }
    defer { for lock in locks { lock.release() } }
    var runs: [JSONValue] = []
    for shard in shards {
      runs.append(try shard.runFile())
      try shard.check()
    }
    try output.prepare()
    let lock = try FolderLock(output, forWriting: true)
    defer { lock.release() }
    output.removeTraces()
    removeFile(output.shard)
    for id in output.journalled { output.removeAll(of: id) }
    var summary = Summary(shards: shards.count)
    for shard in shards {
      for entry in shard.entries {
        let record = try shard.record(of: entry)
        try copy(entry, record, from: shard)
        summary.images += 1
        if !record.succeeded { summary.failed += 1 }
      }
    }
    try assemble()
    try writeFile((runFile.json(of: summary, plan: shards[0].plan, runs: runs).indented + "\n").utf8, to: output.run)
    return summary
  }

  /// Copies an image's pictures and then its entry, as a run writes them.
  private func copy(_ entry: Assembly.Entry, _ record: Record, from shard: ShardFolder) throws {
    let id = entry.id
    if record.succeeded {
      let overlays = shard.plan.overlays
      let sources = shard.layout.pictures(of: id, overlays: overlays)
      for (source, target) in zip(sources, output.pictures(of: id, overlays: overlays)) {
        guard let bytes = try? readFile(source) else { throw MergeError.noPicture(row: entry.name, file: source) }
        try writeFile(bytes, to: target)
      }
    }
    let journal = Journal(layout: output)
    if entry.hasProblem {
      try journal.write(problem: record, row: entry.row)
    } else {
      try writeFile((record.json.line + "\n").utf8, to: output.entry(id))
    }
  }

  private func assemble() throws(OutputError) {
    let plan = shards[0].plan
    try Assembly(
      entries: shards.flatMap(\.entries), output: output, passThrough: plan.passThrough, settings: plan.settings,
      settingsDigest: plan.settingsDigest, overlays: plan.overlays
    ).write()
  }
}
