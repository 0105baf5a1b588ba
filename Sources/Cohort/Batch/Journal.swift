import Reporting

/// What a batch has finished so far, a file per image in the output folder's `.work`.
///
/// An entry is written after the image's masks and overlay, so that an entry means that all of them are whole.
struct Journal: Sendable {
  let layout: OutputLayout

  /// The finished record of `task`, where its digest is `inputDigest` and it was measured.
  func finished(_ task: ImageTask, inputDigest: String, overlays: Bool) -> Record? {
    guard let record = record(of: task.id), record.succeeded, record.inputDigest == inputDigest else { return nil }
    var needed = [layout.lesionMask(task.id), layout.boneMask(task.id)]
    if overlays { needed += [layout.overlay(task.id), layout.thumbnail(task.id)] }
    return needed.allSatisfy { FileFacts(at: $0)?.kind == .file } ? record : nil
  }

  /// The entry called `id`, whatever it was made from.
  func record(of id: String) -> Record? {
    guard let bytes = try? readFile(layout.entry(id)) else { return nil }
    return Record(line: bytes)
  }

  /// Files `image` under its id.
  func write(_ image: MeasuredImage) throws(OutputError) {
    let id = image.record.id
    if let files = image.files {
      try writeFile(files.lesionMask, to: layout.lesionMask(id))
      try writeFile(files.boneMask, to: layout.boneMask(id))
      if let overlay = files.overlay { try writeFile(overlay, to: layout.overlay(id)) }
      if let thumbnail = files.thumbnail { try writeFile(thumbnail, to: layout.thumbnail(id)) }
    } else {
      layout.removeImages(of: id)
    }
    try writeFile((image.record.json.line + "\n").utf8, to: layout.entry(id))
  }
}
