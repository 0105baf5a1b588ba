public import Reporting

/// Why readings cannot be compared.
public enum AgreementError: Error, Sendable, Equatable {
  /// A table, or a value in it, cannot be read.
  case table(TableError)
  /// An id stands in two rows of a table.
  case duplicateID(table: String, id: String, lines: [Int], columns: [String])
  /// A row has no id.
  case noID(table: String, line: Int, columns: [String])
  /// There is one reader, or none.
  case fewReaders(found: [String])
  /// The tables have no column in common besides their ids.
  case noSharedColumn(tables: [String])
  /// Every column was passed over, for these reasons.
  case nothingToCompare([String])
  /// No case was read by two readers.
  case noSharedCase(item: String, readers: [String])
  /// A reading is none of the stated grades.
  case unknownGrade(table: String, line: Int, column: String, value: String, grades: [String])
  /// The grades that are stated for a column are fewer than two, or one stands there twice.
  case badGrades([String])
}

extension AgreementError: CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .table(let error):
      if case .notANumber(_, _, let column, _, .notANumber) = error {
        "\(error); or count it as missing with --missing, or take the column for grades with --grades \(column)"
      } else {
        error.description
      }
    case .duplicateID(let table, let id, let lines, let columns):
      "\(table) has the id '\(id)' in the lines \(lines.map(String.init).joined(separator: " and ")):"
        + " give each case one row, or name the columns that tell them apart:"
        + " --id \((columns + ["lesion_id"]).joined(separator: ","))"
    case .noID(let table, let line, let columns):
      "line \(line) of \(table) has no \(columns.joined(separator: ", ")): give every row its id"
    case .fewReaders(let found):
      "\(found.count) column\(found.count == 1 ? "" : "s") of readings\(found.isEmpty ? "" : ": " + found.joined(separator: ", ")),"
        + " expected two or more: give two files, or name the columns of one with --columns A,B"
    case .noSharedColumn(let tables):
      "\(tables.joined(separator: " and ")) share no column of readings besides the id:"
        + " name the column alike in each, or rename one with --rename OLD=NEW"
    case .nothingToCompare(let reasons):
      "nothing to compare: \(reasons.joined(separator: "; ")); name the columns of readings with --columns"
    case .noSharedCase(let item, let readers):
      "\(item): no case was read by two of \(readers.joined(separator: ", ")): check that the ids are written alike"
    case .unknownGrade(let table, let line, let column, let value, let grades):
      "line \(line) of \(table), column '\(column)': '\(value)' is none of \(grades.joined(separator: ", ")):"
        + " correct it, state the grades with --categories, or count it as missing with --missing"
    case .badGrades(let grades):
      "--categories \(grades.joined(separator: ",")): expected two or more different grades in their order"
    }
  }
}

extension AgreementError {
  /// Whether the question was wrong and not the data.
  public var isUsage: Bool {
    switch self {
    case .fewReaders, .badGrades: true
    default: false
    }
  }
}
