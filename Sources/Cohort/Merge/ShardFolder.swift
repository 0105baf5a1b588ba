import Reporting

/// The folder of one shard, with what it says of itself.
struct ShardFolder: Sendable {
  let layout: OutputLayout
  let plan: ShardPlan

  private var journal: Journal { Journal(layout: layout) }

  /// The shard in `folder`.
  init(_ folder: String) throws(MergeError) {
    layout = OutputLayout(folder: folder)
    guard let plan = (try? readFile(layout.shard)).flatMap(ShardPlan.init) else {
      throw .notAShard(folder: layout.folder)
    }
    self.plan = plan
    // A row with a fault is filed under its number; every other id names files, which must stay in their folder.
    guard entries.allSatisfy({ $0.hasProblem || faultOfID($0.id) == nil }) else {
      throw .notAShard(folder: layout.folder)
    }
  }

  /// What every shard of a run has in common, each with its name.
  var common: [(what: String, value: String)] {
    [
      ("number of shards", "\(plan.shard.count)"), ("software version", plan.version),
      ("record form", plan.recordSchema), ("settings hash", plan.settingsDigest),
      ("choice of --overlays", plan.overlays ? "on" : "off"), ("number of images in all", "\(plan.total)"),
      ("manifest's other columns", plan.passThrough.joined(separator: ", ")),
      ("list of images", String(plan.listDigest.prefix(12))),
    ]
  }

  /// The shard's images in the order of its tables.
  var entries: [Assembly.Entry] {
    zip(plan.ids, plan.rows).map { id, row in
      Assembly.Entry(id: id, row: row, hasProblem: FileFacts(at: layout.problem(row: row)) != nil)
    }.sorted(by: Assembly.Entry.comesFirst)
  }

  /// run.json, which only a run that came to its end leaves.
  func runFile() throws(MergeError) -> JSONValue {
    let run = (try? readFile(layout.run)).flatMap { try? JSONValue(parsing: $0) }
    if let run, run["complete"] == .flag(true) { return run }
    let finished = entries.count { FileFacts(at: path(of: $0)) != nil }
    throw .unfinished(shard: plan.shard, folder: layout.folder, images: finished, of: plan.ids.count)
  }

  /// Where the journal has `entry`.
  func path(of entry: Assembly.Entry) -> String {
    entry.hasProblem ? layout.problem(row: entry.row) : layout.entry(entry.id)
  }

  /// Checks that the shard is whole: its results are exactly its images' records, and their pictures are there.
  func check() throws(MergeError) {
    let expected = entries
    try checkRows(expected)
    let lines = LineReader(path: layout.records)
    for entry in expected {
      let record = try record(of: entry)
      guard let line = lines?.next(), line.elementsEqual(record.json.line.utf8) else {
        throw .changed(row: entry.name, file: layout.records)
      }
      let gone = pictures(of: entry, record).first { FileFacts(at: $0)?.kind != .file }
      if let gone { throw .noPicture(row: entry.name, file: gone) }
    }
  }

  /// The pictures that `entry` must have.
  private func pictures(of entry: Assembly.Entry, _ record: Record) -> [String] {
    guard record.succeeded else { return [] }
    return layout.pictures(of: entry.id, overlays: plan.overlays)
  }

  /// Checks that results.ndjson names exactly this shard's images.
  private func checkRows(_ expected: [Assembly.Entry]) throws(MergeError) {
    var found: [String: Int] = [:]
    guard let lines = LineReader(path: layout.records) else {
      throw .missingRows(shard: plan.shard, folder: layout.folder, rows: expected.map(\.name))
    }
    while let line = lines.next() { found[Record(line: line)?.id ?? "a line that is no record", default: 0] += 1 }
    var missing: [String] = []
    for entry in expected {
      if let count = found[entry.id], count > 0 { found[entry.id] = count - 1 } else { missing.append(entry.name) }
    }
    guard missing.isEmpty else { throw .missingRows(shard: plan.shard, folder: layout.folder, rows: missing) }
    let surplus = found.filter { $0.value > 0 }.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard surplus.isEmpty else { throw .surplusRows(shard: plan.shard, folder: layout.folder, rows: surplus) }
  }

  /// The record of `entry`, which must be what this shard's run wrote.
  func record(of entry: Assembly.Entry) throws(MergeError) -> Record {
    let path = path(of: entry)
    guard let record = journal.record(at: path) else {
      throw .missingRows(shard: plan.shard, folder: layout.folder, rows: [entry.name])
    }
    guard record.id == entry.id, record.json["software_version"]?.string == plan.version,
      record.json["settings_hash"]?.string == plan.settingsDigest
    else { throw .changed(row: entry.name, file: path) }
    return record
  }
}

extension Assembly.Entry {
  /// How a message calls the image.
  var name: String { "'\(id)' (row \(row))" }
}
