import Cohort
import RasterCodecs
import Reporting

/// Reads a manifest whose paths are looked for in this project's fixtures.
func checkManifest(_ bytes: [UInt8]) throws(Finding) {
  try checkTable(bytes)
  let folder = projectFolder() + "/Fixtures"
  let manifest: Manifest
  do { manifest = try Manifest(parsing: bytes, folder: folder) } catch {
    try checkMessage("\(error)")
    return
  }
  let root = canonicalPath(folder).map { $0 + "/" }
  var ids: Set<String> = []
  for task in manifest.tasks where task.problem == nil {
    try check(ids.insert(task.id).inserted, "two images called \(task.id)")
    try checkID(task.id)
    for input in task.inputs {
      guard let root, let real = canonicalPath(input) else { throw Finding("\(input) is taken and not there") }
      try check(real.hasPrefix(root), "\(input) leads out of the folder")
    }
  }
  for task in manifest.tasks { if let problem = task.problem { try checkMessage(problem) } }
}

/// What a table was read as is written and read again alike, and no cell of the outputs is a formula.
private func checkTable(_ bytes: [UInt8]) throws(Finding) {
  guard let table = try? CSVTable(parsing: bytes) else { return }
  let rows = table.rows.map(\.fields)
  // A comma more in the header than anything else, so that the separator is told right again.
  let header = (0..<8).map { "column \($0)" }
  let written = ([header] + rows).map(csvLine).joined()
  guard let again = try? CSVTable(parsing: Array(written.utf8)) else {
    throw Finding("a table that was written cannot be read")
  }
  try check(again.rows.map(\.fields) == [header] + rows, "a table that was written reads differently")
  for field in rows.flatMap(\.self) {
    let cell = withoutFormula(field)
    let first = cell.unicodeScalars.first { $0 != " " }
    let dangerous = first.map { ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"].contains($0) } ?? false
    try check(!dangerous || Double(cell) != nil, "the cell \(cell.debugDescription) may be a formula")
    try check(
      terminalSafe(field).unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) },
      "\(field.debugDescription) steers a terminal")
  }
}

/// Answers a line of the worker; images of more than a few pixels are refused, so that it stays fast.
func checkWorkerLine(_ bytes: [UInt8]) throws(Finding) {
  var settings = MeasureSettings()
  settings.limits = DecodingLimits(maximumPixels: 1 << 10)
  let record = Worker(settings: settings).answer(.request(bytes), number: 1)
  let line = record.json.line
  try check(!line.utf8.contains(0x0A), "an answer of more than a line")
  guard let again = try? JSONValue(parsing: line) else { throw Finding("an answer that is no JSON") }
  try check(again == record.json, "an answer that reads differently")
  try checkID(record.id)
  if !record.succeeded { try checkMessage(record.error ?? "") }
  for row in [record.imageRow(passThrough: [])] + record.lesionRows + record.jointRows {
    for cell in row {
      try check(cell.first != "=" && cell.first != "@", "the cell \(cell.debugDescription) may be a formula")
    }
  }
}

/// Reads settings; what they echo reads as the same settings.
func checkSettings(_ bytes: [UInt8]) throws(Finding) {
  var settings = MeasureSettings()
  do { try settings.apply(bytes) } catch {
    try checkMessage("\(error)")
    return
  }
  var again = MeasureSettings()
  do { try again.apply(Array(settings.json.line.utf8)) } catch {
    throw Finding("settings that were echoed are refused: \(error)")
  }
  try check(again.digest == settings.digest, "settings read as \(settings.json.line), echoed as \(again.json.line)")
}

private func checkID(_ id: String) throws(Finding) {
  let isName = id.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "/" }
  try check(!id.isEmpty && isName && !id.hasPrefix(".") && id.utf8.count <= 200, "the id \(id.debugDescription)")
}

/// The folder that holds the project's Fixtures and Fuzz.
private func projectFolder(thisFile: String = #filePath) -> String {
  thisFile.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
}
