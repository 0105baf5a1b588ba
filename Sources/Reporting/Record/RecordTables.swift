import Mineralisation

extension Record {
  /// The header of images.csv; `passThrough` are the manifest's other columns.
  public static func imageHeader(passThrough: [String]) -> [String] {
    names(imageColumns) + passThrough.map(passThroughHeader)
  }

  /// The header of joints.csv.
  public static var jointHeader: [String] { ["id"] + names(jointColumns) }

  /// The header of lesions.csv.
  public static var lesionHeader: [String] { ["id"] + names(lesionColumns) }

  /// The header of radiomics.csv: PyRadiomics' own names after the lesion's.
  public static var radiomicsHeader: [String] { ["id", "lesion_id"] + radiomicsFeatureNames }

  /// The image's row of images.csv.
  public func imageRow(passThrough: [String]) -> [String] {
    let members = json["pass_through"]?.members ?? []
    // By name at once: a table may have thousands of columns.
    let given = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    return Self.cells(json, imageColumns) + passThrough.map { tableCell(given[$0]) }
  }

  /// The image's rows of joints.csv.
  public var jointRows: [[String]] { rows("joints", jointColumns) }

  /// The image's rows of lesions.csv.
  public var lesionRows: [[String]] { rows("lesions", lesionColumns) }

  /// The image's rows of radiomics.csv, one for each of ``lesionRows``; a feature without a value is an empty cell.
  public var radiomicsRows: [[String]] {
    (json["lesions"]?.elements ?? []).map { lesion in
      [withoutFormula(id), tableCell(lesion["lesion_id"])]
        + radiomicsFeatureNames.map { tableCell(lesion["radiomics"]?[$0]) }
    }
  }

  private func rows<Row>(_ name: String, _ columns: [Column<Row>]) -> [[String]] {
    (json[name]?.elements ?? []).map { [withoutFormula(id)] + Self.cells($0, columns) }
  }

  private static func names<Row>(_ columns: [Column<Row>]) -> [String] { columns.filter(\.inTable).map(\.name) }

  private static func cells<Row>(_ json: JSONValue, _ columns: [Column<Row>]) -> [String] {
    columns.filter(\.inTable).map { tableCell(json[$0.name]) }
  }

  /// A manifest's column whose name one of ours bears is told apart by a prefix.
  private static func passThroughHeader(_ name: String) -> String {
    withoutFormula(names(imageColumns).contains(name) ? "manifest_" + name : name)
  }
}
