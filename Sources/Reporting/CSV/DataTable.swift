/// A CSV table under its header: what a manifest, a reader's sheet and a folder of results are read through.
public struct DataTable: Sendable, Equatable {
  /// A row under the header.
  public struct Row: Sendable, Equatable {
    /// The line of the file on which it starts, 1 onwards.
    public let line: Int
    /// The cells that the row has, one for each column from the first on; fewer where the row is too short.
    ///
    /// They are without spaces around them and without the apostrophe that keeps our own tables' texts from being
    /// formulas.
    public let cells: [String]
    /// How the row's fields differ in number from the header's, and what to do; `nil` where they agree.
    public let fault: String?

    fileprivate let found: Int

    /// The cell at `place`; empty where the row is too short.
    public subscript(place: Int) -> String { place < cells.count ? cells[place] : "" }
  }

  /// What messages call the table: a file's path.
  public let name: String
  /// The names in the header, without spaces around them; a column without a name has an empty one.
  public let columns: [String]
  /// The rows that hold any text.
  public let rows: [Row]

  private let places: [String: Int]
  private let separator: Character

  /// Reads a table of any dialect that ``CSVTable`` understands.
  ///
  /// A row whose fields do not match the header's is kept, with its fault: the caller decides what it breaks.
  public init(parsing bytes: [UInt8], name: String) throws(TableError) {
    let table: CSVTable
    do { table = try CSVTable(parsing: bytes) } catch { throw .unreadable(table: name, error) }
    guard let header = table.rows.first else { throw .empty(table: name) }
    let columns = header.fields.map(trimmingSpaces)
    var places: [String: Int] = [:]
    for (place, column) in columns.enumerated() where !column.isEmpty {
      guard places.updateValue(place, forKey: column) == nil else { throw .duplicateColumn(table: name, column) }
    }
    self.name = name
    self.columns = columns
    self.places = places
    separator = table.separator
    rows = table.rows.dropFirst().map { Row($0, columns: columns.count, separator: table.separator) }
  }

  /// Where the column called `name` stands; `nil` where there is none.
  public func place(of name: String) -> Int? { places[name] }

  /// Where the column called `wanted` stands.
  ///
  /// - Parameters:
  ///   - wanted: the column's name.
  ///   - advice: what to do where there is none.
  public func place(of wanted: String, advice: String) throws(TableError) -> Int {
    guard let place = places[wanted] else {
      throw .noColumn(table: name, wanted: wanted, found: columns.filter { !$0.isEmpty }, advice: advice)
    }
    return place
  }

  /// Refuses the table where a row's fields do not match the header's, or where there is no row.
  public func requireWholeRows() throws(TableError) {
    guard !rows.isEmpty else { throw .noRows(table: name) }
    guard let row = rows.first(where: { $0.fault != nil }) else { return }
    throw .raggedRow(
      table: name, line: row.line, found: row.found, expected: columns.count, separator: separator)
  }

  /// The number in a cell; `nil` where the cell is empty.
  public func number(_ row: Row, _ place: Int) throws(TableError) -> Double? {
    let value = row[place]
    guard !value.isEmpty else { return nil }
    do {
      return try parseDecimal(value)
    } catch {
      throw .notANumber(table: name, line: row.line, column: columns[place], value: value, error)
    }
  }
}

extension DataTable.Row {
  fileprivate init(_ row: CSVTable.Row, columns: Int, separator: Character) {
    line = row.line
    // A row of one letter under a long header costs no more than its letter.
    cells = row.fields.prefix(columns).map { formulaRestored(trimmingSpaces($0)) }
    found = row.fields.count
    let extra = row.fields.dropFirst(columns).contains { !$0.isEmpty }
    fault =
      extra || found < columns ? raggedRowFault(found: found, expected: columns, separator: separator) : nil
  }
}
