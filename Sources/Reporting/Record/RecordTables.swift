import Mineralisation

extension Record {
  /// The header of images.csv; `passThrough` are the manifest's other columns.
  public static func imageHeader(passThrough: [String]) -> [String] {
    names(imageColumns) + passThrough.map(passThroughHeader)
  }

  /// The header of joints.csv.
  public static var jointHeader: [String] { ["id"] + names(jointColumns) }

  /// The header of lesions.csv; PyRadiomics' names follow where its features are asked for.
  public static func lesionHeader(radiomics: Bool) -> [String] {
    ["id"] + names(lesionColumns) + (radiomics ? radiomicsFeatureNames : [])
  }

  /// The image's row of images.csv.
  public func imageRow(passThrough: [String]) -> [String] {
    let given = json["pass_through"]
    return Self.cells(json, imageColumns) + passThrough.map { tableCell(given?[$0]) }
  }

  /// The image's rows of joints.csv.
  public var jointRows: [[String]] { rows("joints", jointColumns) }

  /// The image's rows of lesions.csv.
  public func lesionRows(radiomics: Bool) -> [[String]] {
    let rows = rows("lesions", lesionColumns)
    guard radiomics else { return rows }
    return zip(rows, json["lesions"]?.elements ?? []).map { row, lesion in
      row + radiomicsFeatureNames.map { tableCell(lesion["radiomics"]?[$0]) }
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
