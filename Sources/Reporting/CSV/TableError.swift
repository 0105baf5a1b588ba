/// Why a table as a whole, or a value in it, cannot be used.
public enum TableError: Error, Sendable, Equatable {
  /// It is no CSV table.
  case unreadable(table: String, CSVError)
  /// It holds no header.
  case empty(table: String)
  /// A column occurs twice.
  case duplicateColumn(table: String, String)
  /// It has a header and no row.
  case noRows(table: String)
  /// It lacks a column; `advice` says what to do.
  case noColumn(table: String, wanted: String, found: [String], advice: String)
  /// A row has more or fewer fields than the header.
  case raggedRow(table: String, line: Int, found: Int, expected: Int, separator: Character)
  /// A value is no number.
  case notANumber(table: String, line: Int, column: String, value: String, DecimalFault)
}

extension TableError: CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .unreadable(let table, let error): "\(table) \(error)"
    case .empty(let table): "\(table) is empty, expected a header and a row per case"
    case .duplicateColumn(let table, let name): "\(table) has the column '\(name)' twice: rename or remove one of them"
    case .noRows(let table): "\(table) has a header but no row, expected a row per case"
    case .noColumn(let table, let wanted, let found, let advice):
      "\(table) has the columns \(found.map { "'\($0)'" }.joined(separator: ", ")), expected one called '\(wanted)':"
        + " \(advice)"
    case .raggedRow(let table, let line, let found, let expected, let separator):
      "line \(line) of \(table): " + raggedRowFault(found: found, expected: expected, separator: separator)
    case .notANumber(let table, let line, let column, let value, let fault):
      "line \(line) of \(table), column '\(column)': '\(value)' \(fault)"
    }
  }
}

/// What is wrong with a row of `found` fields under a header of `expected`, and what to do.
func raggedRowFault(found: Int, expected: Int, separator: Character) -> String {
  "\(found) fields, expected the header's \(expected):"
    + " put quotes around a field with '\(separator)' inside, and leave no field out"
}
