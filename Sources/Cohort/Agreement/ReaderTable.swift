import Reporting

/// A file of readings, each row found by its id.
struct ReaderTable {
  /// The reader: the file's name without its folder and extension.
  let reader: String
  let table: DataTable
  /// The ids in the order of the rows.
  let ids: [String]
  private let rows: [String: Int]
  private let columns: [String: Int]

  init(_ table: DataTable, reader: String, options: AgreementOptions) throws(AgreementError) {
    do throws(TableError) {
      try table.requireWholeRows()
      var columns: [String: Int] = [:]
      for (place, name) in table.columns.enumerated() where !name.isEmpty {
        guard columns.updateValue(place, forKey: options.renamed[name] ?? name) == nil else {
          throw .duplicateColumn(table: table.name, options.renamed[name] ?? name)
        }
      }
      self.columns = columns
      var places: [Int] = []
      for name in options.idColumns {
        guard let place = columns[name] else {
          throw .noColumn(
            table: table.name, wanted: name, found: table.columns.filter { !$0.isEmpty },
            advice: "name the column that tells the cases apart with --id")
        }
        places.append(place)
      }
      ids = table.rows.map { row in places.map { row.cells[$0] }.joined(separator: "/") }
    } catch {
      throw .table(error)
    }
    var rows: [String: Int] = [:]
    for (i, id) in ids.enumerated() {
      guard id.contains(where: { $0 != "/" }) else {
        throw .noID(table: table.name, line: table.rows[i].line, columns: options.idColumns)
      }
      if let earlier = rows.updateValue(i, forKey: id) {
        throw .duplicateID(
          table: table.name, id: id, lines: [table.rows[earlier].line, table.rows[i].line], columns: options.idColumns)
      }
    }
    self.rows = rows
    self.table = table
    self.reader = reader
  }

  /// The names of the columns, as renamed, in the table's order; without the ids.
  func readingColumns(_ options: AgreementOptions) -> [String] {
    columns.sorted { $0.value < $1.value }.map(\.key).filter { !options.idColumns.contains($0) }
  }

  /// What the column `name` holds for the case `id`.
  func reading(of id: String, in name: String, options: AgreementOptions) -> Reading {
    guard let row = rows[id], let place = columns[name] else { return .missing(.noRow) }
    let text = table.rows[row].cells[place]
    if options.isMissing(text) { return .missing(text.isEmpty ? .empty : .text(text)) }
    return .text(text, line: table.rows[row].line)
  }

  /// Where the column `name` stands; an error where there is none.
  func require(_ name: String) throws(AgreementError) {
    guard columns[name] == nil else { return }
    throw .table(
      .noColumn(
        table: table.name, wanted: name, found: table.columns.filter { !$0.isEmpty },
        advice: "check the spelling in --columns, or rename the column with --rename OLD=\(name)"))
  }
}
