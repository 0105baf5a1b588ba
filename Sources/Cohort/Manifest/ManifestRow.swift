import Raster
import Reporting

/// A row of a manifest under its header.
struct ManifestRow {
  let line: Int
  private let values: [String: String]
  private let columns: [String]
  /// Why the row cannot be read by its columns.
  private let fault: String?

  init(header: [String], row: DataTable.Row) {
    line = row.line
    columns = header
    var values: [String: String] = [:]
    for (name, cell) in zip(header, row.cells) where !name.isEmpty { values[name] = cell }
    self.values = values
    fault = row.fault.map { "line \(row.line): \($0)" }
  }

  private subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  func task(_ resolver: PathResolver, _ consumed: Set<String>) -> ImageTask {
    let image = self["image"] ?? ""
    let id = self["id"] ?? (image.isEmpty ? "line_\(line)" : withoutExtension(lastComponent(image)))
    var task = ImageTask(id: id, image: image, path: image)
    task.passThrough = columns.filter { !$0.isEmpty && !consumed.contains($0) }.map {
      .init($0, .text(values[$0] ?? ""))
    }
    do {
      try fill(&task, resolver)
    } catch {
      task.problem = error.description
    }
    return task
  }

  private func fill(_ task: inout ImageTask, _ resolver: PathResolver) throws(FieldError) {
    if let fault { throw FieldError(fault) }
    if task.image.isEmpty { throw FieldError("line \(line): the column 'image' is empty: give the image's path") }
    if let fault = faultOfID(task.id) { throw FieldError("line \(line): \(fault)") }
    do {
      if let text = self["spacing_mm"] { task.spacing = try StatedSpacing(text).spacing }
      if let text = self["magnification"] { task.magnification = try Magnification(stated: text) }
      if let text = self["polarity"] { task.polarity = try parsePolarity(text) }
    } catch {
      throw FieldError("line \(line): \(error.description)")
    }
    task.region = self["region"]
    task.path = try resolver.resolve(task.image)
    task.boneMask = try mask("bone_mask", resolver)
    task.lesionMask = try mask("lesion_mask", resolver)
    task.regionOfInterest = try mask("roi", resolver)
  }

  private func mask(_ column: String, _ resolver: PathResolver) throws(FieldError) -> String? {
    guard let path = self[column] else { return nil }
    do { return try resolver.resolve(path) } catch { throw FieldError("\(column) \(error.description)") }
  }
}
