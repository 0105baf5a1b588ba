import Reporting

/// What a batch has finished so far, a file per image in the output folder's `.work`.
///
/// An entry is written after the image's masks and overlay, so that an entry means that all of them are whole.
struct Journal: Sendable {
  let layout: OutputLayout

  /// The finished record of `task`, where its digest is `inputDigest` and it was measured.
  func finished(_ task: ImageTask, inputDigest: String, overlays: Bool) -> Record? {
    guard let record = record(at: layout.entry(task.id)), record.succeeded, record.inputDigest == inputDigest else {
      return nil
    }
    let needed = layout.pictures(of: task.id, overlays: overlays)
    return needed.allSatisfy { FileFacts(at: $0)?.kind == .file } ? record : nil
  }

  /// The entry at `path`, whatever it was made from.
  func record(at path: String) -> Record? { (try? readFile(path)).flatMap { Record(line: $0) } }

  /// Files the record of a faulty row under its number.
  func write(problem record: Record, row: Int) throws(OutputError) {
    try writeFile((record.json.line + "\n").utf8, to: layout.problem(row: row))
  }

  /// Files `image` under its id.
  func write(_ image: MeasuredImage) throws(OutputError) {
    let id = image.record.id
    // An entry of other settings or another image would vouch for the pictures that are written next.
    removeFile(layout.entry(id))
    if let files = image.files {
      try writeFile(files.lesionMask, to: layout.lesionMask(id))
      try writeFile(files.boneMask, to: layout.boneMask(id))
      // A picture of an earlier run, with other settings, would stay beside results that it does not belong to.
      if let overlay = files.overlay {
        try writeFile(overlay, to: layout.overlay(id))
      } else {
        removeFile(layout.overlay(id))
      }
      if let thumbnail = files.thumbnail {
        try writeFile(thumbnail, to: layout.thumbnail(id))
      } else {
        removeFile(layout.thumbnail(id))
      }
    } else {
      layout.removeImages(of: id)
    }
    try writeFile((image.record.json.line + "\n").utf8, to: layout.entry(id))
  }
}
