import Reporting

/// Why a manifest as a whole cannot be used.
public enum ManifestError: Error, Sendable, Equatable {
  /// It holds no header.
  case empty
  /// It is no CSV table in UTF-8.
  case unreadable(String)
  /// It has no column `image`.
  case noImageColumn(found: [String])
  /// A column occurs twice.
  case duplicateColumn(String)
  /// It has a header and no row.
  case noRows
}

extension ManifestError: CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .empty: "the manifest is empty, expected a header with the column 'image' and a row per radiograph"
    case .unreadable(let fault): fault
    case .noImageColumn(let found):
      "the manifest has the columns \(found.map { "'\($0)'" }.joined(separator: ", ")), expected one called 'image':"
        + " name the column that holds the paths 'image', in lower case"
    case .duplicateColumn(let name): "the manifest has the column '\(name)' twice: rename or remove one of them"
    case .noRows: "the manifest has a header but no row, expected a row per radiograph"
    }
  }

  init(_ error: CSVError) {
    switch error {
    case .utf16: self = .unreadable("the manifest is UTF-16, expected UTF-8: save it as 'CSV UTF-8'")
    case .notUTF8: self = .unreadable("the manifest is not UTF-8: save it as 'CSV UTF-8'")
    case .openQuote(let line):
      self = .unreadable("line \(line) of the manifest opens a quote that never closes: close it or double it")
    case .textAfterQuote(let line):
      self = .unreadable(
        "line \(line) of the manifest has text after a closing quote: double the quotes inside a field")
    }
  }
}
