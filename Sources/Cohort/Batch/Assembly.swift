import Reporting

/// Joins the journal's entries into the tables, sorted by id, one record in memory at a time.
struct Assembly {
  /// A finished image.
  struct Entry: Sendable, Equatable {
    let id: String
    /// The row of the whole list, which orders the images of one id.
    let row: Int
    /// Whether it is a row with a fault, which may bear the id of another image.
    let hasProblem: Bool
  }

  let entries: [Entry]
  let output: OutputLayout
  let passThrough: [String]
  let settings: JSONValue
  let settingsDigest: String
  let overlays: Bool

  /// What `entries` names, in any order.
  init(
    entries: [Entry], output: OutputLayout, passThrough: [String], settings: JSONValue, settingsDigest: String,
    overlays: Bool
  ) {
    self.entries = entries.sorted(by: Entry.comesFirst)
    self.output = output
    self.passThrough = passThrough
    self.settings = settings
    self.settingsDigest = settingsDigest
    self.overlays = overlays
  }

  func write() throws(OutputError) {
    var images = try AtomicFile(output.images)
    var joints = try AtomicFile(output.joints)
    var lesions = try AtomicFile(output.lesions)
    var records = try AtomicFile(output.records)
    var features = try radiomics()
    var page = try ReportPage(output.report, linksOverlays: overlays)
    try images.append(csvLine(Record.imageHeader(passThrough: passThrough)))
    try joints.append(csvLine(Record.jointHeader))
    try lesions.append(csvLine(Record.lesionHeader))
    for entry in entries {
      let record = try record(of: entry)
      try images.append(csvLine(record.imageRow(passThrough: passThrough)))
      for row in record.jointRows { try joints.append(csvLine(row)) }
      for row in record.lesionRows { try lesions.append(csvLine(row)) }
      try records.append(record.json.line + "\n")
      if features != nil { for row in record.radiomicsRows { try features?.append(csvLine(row)) } }
      try page.add(record)
    }
    try images.commit()
    try joints.commit()
    try lesions.commit()
    try records.commit()
    if let features { try features.commit() }
    try page.endRecords()
    try addPictures(to: &page)
    try page.finish(settings: settings, settingsDigest: settingsDigest)
  }

  /// Starts radiomics.csv; where no features are asked for, one of an earlier run would belong to other results.
  private func radiomics() throws(OutputError) -> AtomicFile? {
    let header = csvLine(Record.radiomicsHeader)
    guard let asked = settings["radiomics"], asked != .null else {
      removeTable(output.radiomics, header: header)
      return nil
    }
    var features = try AtomicFile(output.radiomics)
    try features.append(header)
    return features
  }

  private func addPictures(to page: inout ReportPage) throws(OutputError) {
    guard overlays, entries.count <= ReportPage.maximumPictures else { return }
    for (i, entry) in entries.enumerated() where !entry.hasProblem {
      if let picture = try? readFile(output.thumbnail(entry.id)) { try page.add(picture: picture, at: i) }
    }
  }

  private func record(of entry: Entry) throws(OutputError) -> Record {
    let path = entry.hasProblem ? output.problem(row: entry.row) : output.entry(entry.id)
    if let record = Journal(layout: output).record(at: path) {
      // Where a file system takes two ids for one name, the later image replaced the earlier.
      guard record.id.utf8.elementsEqual(entry.id.utf8) else {
        throw OutputError(
          path: path, step: .readBack,
          reason: "it holds '\(record.id)', expected '\(entry.id)': the folder takes both names for one")
      }
      return record
    }
    throw OutputError(path: path, step: .readBack, reason: "an entry of the journal is gone or damaged")
  }
}

extension Assembly.Entry {
  /// The order of every table: by the bytes of the ids, and by row where two images bear one id.
  static func comesFirst(_ one: Self, _ other: Self) -> Bool {
    // Swift takes two spellings of one character for equal; files' names do not.
    if one.id.utf8.elementsEqual(other.id.utf8) { return one.row < other.row }
    return one.id.utf8.lexicographicallyPrecedes(other.id.utf8)
  }
}
