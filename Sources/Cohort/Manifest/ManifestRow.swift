import Raster
import Reporting

/// What a manifest's header says, read once for all rows.
struct ManifestHeader {
  /// The columns that pass through to the outputs, in the manifest's order, with their places.
  let passThrough: [(place: Int, name: String)]
  private let table: DataTable

  init(_ table: DataTable, consumed: Set<String>) {
    self.table = table
    passThrough = table.columns.enumerated().filter { !$1.isEmpty && !consumed.contains($1) }
      .map { (place: $0, name: $1) }
  }

  /// Where the column called `name` stands.
  func place(of name: String) -> Int? { table.place(of: name) }
}

/// A row of a manifest under its header.
struct ManifestRow {
  private let header: ManifestHeader
  private let row: DataTable.Row
  private var line: Int { row.line }

  init(header: ManifestHeader, row: DataTable.Row) {
    self.header = header
    self.row = row
  }

  private subscript(name: String) -> String? {
    header.place(of: name).map { row[$0] }.flatMap { $0.isEmpty ? nil : $0 }
  }

  func task(_ resolver: PathResolver) -> ImageTask {
    let image = self["image"] ?? ""
    let id = self["id"] ?? (image.isEmpty ? "line_\(line)" : withoutExtension(lastComponent(image)))
    var task = ImageTask(id: id, image: image, path: image)
    // A row that is too short has no texts for the columns that it lacks.
    task.passThrough = header.passThrough.prefix { $0.place < row.cells.count }
      .map { .init($0.name, .text(row[$0.place])) }
    do {
      try fill(&task, resolver)
    } catch {
      task.problem = error.description
    }
    return task
  }

  private func fill(_ task: inout ImageTask, _ resolver: PathResolver) throws(FieldError) {
    if let fault = row.fault { throw FieldError("line \(line): \(fault)") }
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
