import Raster
import RasterCodecs
import Reporting

/// A row of a results table, by column.
struct ResultRow {
  private let table: DataTable
  private let row: DataTable.Row

  init(_ table: DataTable, _ row: DataTable.Row) {
    self.table = table
    self.row = row
  }

  /// The text in a column; `nil` where there is no such column.
  func text(_ column: String) -> String? { table.place(of: column).map { row[$0] } }

  /// The number in a column; `nil` where there is none.
  func number(_ column: String) -> Double? { text(column).flatMap { try? parseDecimal($0) } }
}

/// What `ossiquant measure --out` wrote.
struct ResultFolder {
  private let folder: String
  private let images: [String: ResultRow]
  private let lesions: [String: [Int: ResultRow]]

  /// Reads the tables; masks are read one by one.
  init(_ folder: String) throws(EvaluationError) {
    let layout = OutputLayout(folder: folder)
    self.folder = layout.folder
    guard FileFacts(at: folder)?.kind == .folder else { throw .noFolder(folder) }
    guard FileFacts(at: layout.images) != nil else { throw .noResults(folder: folder) }
    var images: [String: ResultRow] = [:]
    for (name, row) in try Self.rows(of: layout.images) { images[name] = row }
    self.images = images
    var lesions: [String: [Int: ResultRow]] = [:]
    if FileFacts(at: layout.lesions) != nil {
      for (name, row) in try Self.rows(of: layout.lesions) {
        guard let label = row.number("lesion_id").flatMap({ Int(exactly: $0.rounded(.towardZero)) }) else { continue }
        lesions[name, default: [:]][label] = row
      }
    }
    self.lesions = lesions
  }

  func image(_ name: String) -> ResultRow? { images[name] }

  func lesion(_ label: Int, of name: String) -> ResultRow? { lesions[name]?[label] }

  /// The measured labels of `kind` (`lesions` or `bones`), with why they are unusable and count as nothing found.
  func mask(_ kind: String, of truth: TruthCase) -> (labels: Plane<UInt16>, fault: String?) {
    let path = "\(folder)/masks/\(truth.name).\(kind).png"
    let nothing = Plane<UInt16>(width: truth.width, height: truth.height, repeating: 0)
    guard FileFacts(at: path) != nil else {
      return (nothing, images[truth.name] == nil ? nil : "\(path): no such file")
    }
    let mask: Plane<UInt16>
    do { mask = try decodeMask(try readFile(path)) } catch { return (nothing, "\(path): \(error)") }
    guard mask.width == truth.width, mask.height == truth.height else {
      return (
        nothing, "\(path): \(mask.width) x \(mask.height) pixels, expected the truth's \(truth.width) x \(truth.height)"
      )
    }
    return (mask, nil)
  }

  private static func rows(of path: String) throws(EvaluationError) -> [(String, ResultRow)] {
    do throws(TableError) {
      let bytes = (try? readFile(path)) ?? []
      let table = try DataTable(parsing: bytes, name: path)
      let place = try table.place(of: "id", advice: "give the tables as `ossiquant measure` wrote them")
      return table.rows.map { (nameOfID($0[place]), ResultRow(table, $0)) }
    } catch {
      throw .table(error)
    }
  }
}

/// The name by which an id matches a truth: without folders and without one extension.
func nameOfID(_ id: String) -> String {
  let file = id.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? id
  guard let dot = file.lastIndex(of: "."), file[..<dot].contains(where: { $0 != "." }) else { return file }
  return String(file[..<dot])
}
