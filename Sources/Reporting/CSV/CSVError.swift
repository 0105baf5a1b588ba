/// Why bytes are not a CSV table.
public enum CSVError: Error, Sendable, Equatable {
  /// The bytes hold zeros, as a workbook, a picture or UTF-16 without a byte order mark does.
  case notText
  /// The bytes are neither UTF-8 nor UTF-16 with a byte order mark; the fault stands on this line.
  case notUTF8(line: Int)
  /// A quoted field that starts on this line never ends.
  case openQuote(line: Int)
  /// Text follows a closing quote on this line.
  case textAfterQuote(line: Int)
  /// The table holds more than this many fields.
  case tooManyFields(limit: Int)
}

extension CSVError: CustomStringConvertible {
  /// What was found and what to do.
  public var description: String {
    switch self {
    case .notText: "is no text: save the sheet as 'CSV UTF-8', not as a workbook"
    case .notUTF8(let line): "is not UTF-8 (line \(line)): save it as 'CSV UTF-8'"
    case .openQuote(let line): "opens a quote on line \(line) that never closes: close it or double it"
    case .textAfterQuote(let line): "has text after a closing quote on line \(line): double the quotes inside a field"
    case .tooManyFields(let limit): "has more than \(limit) fields: split it, or leave columns out"
    }
  }
}
