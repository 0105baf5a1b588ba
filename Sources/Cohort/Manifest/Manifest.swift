import Raster
public import Reporting

/// A table of images with what is known of each (DESIGN: manifest).
public struct Manifest: Sendable, Equatable {
  /// The images in the manifest's order; a row with a fault is a task with a problem.
  public let tasks: [ImageTask]
  /// The columns that pass through to the outputs, in the manifest's order.
  public let passThrough: [String]

  /// Columns that are used up by the measurement itself.
  private static let consumed: Set<String> = [
    "image", "id", "spacing_mm", "magnification", "polarity", "bone_mask", "lesion_mask", "roi",
  ]

  /// Reads a manifest.
  ///
  /// - Parameters:
  ///   - bytes: the CSV table.
  ///   - folder: what the paths in it are relative to.
  ///   - allowsOutside: whether a path may lead out of `folder`.
  public init(parsing bytes: [UInt8], folder: String, allowsOutside: Bool = false) throws(TableError) {
    let table = try DataTable(parsing: bytes, name: "the manifest")
    _ = try table.place(of: "image", advice: "name the column that holds the paths 'image', in lower case")
    guard !table.rows.isEmpty else { throw .noRows(table: table.name) }
    let header = ManifestHeader(table, consumed: Self.consumed)
    passThrough = header.passThrough.map(\.name)
    let resolver = PathResolver(folder: folder, allowsOutside: allowsOutside)
    var lines: [String: Int] = [:]
    tasks = table.rows.map { row in
      var task = ManifestRow(header: header, row: row).task(resolver)
      if let earlier = lines[task.id] {
        task.problem =
          "line \(row.line): the id '\(task.id)' is that of line \(earlier) too: give every row an id of its own"
      }
      lines[task.id] = lines[task.id] ?? row.line
      return task
    }
  }
}

/// Finds the files that a manifest names.
struct PathResolver {
  let folder: String
  let root: String?
  let allowsOutside: Bool

  init(folder: String, allowsOutside: Bool) {
    self.folder = folder
    self.allowsOutside = allowsOutside
    root = canonicalPath(folder)
  }

  /// The path to read, checked to lie in the manifest's folder.
  func resolve(_ path: String) throws(FieldError) -> String {
    let joined = path.utf8.first == UInt8(ascii: "/") ? path : folder + "/" + path
    guard let canonical = canonicalPath(joined) else {
      if case .linkCircle = InputError(unfound: joined) { throw FieldError("\(path): \(InputError.circle)") }
      let advice =
        path.contains("\\") ? "write '/' between folders" : "check the path; it is relative to the manifest's folder"
      throw FieldError("\(path): no such file: \(advice)")
    }
    guard allowsOutside || root.map({ lies(canonical, below: $0) }) == true else {
      throw FieldError(
        "\(path): leads out of the manifest's folder: move the manifest above its images, or allow it with --allow-outside"
      )
    }
    return joined
  }
}
