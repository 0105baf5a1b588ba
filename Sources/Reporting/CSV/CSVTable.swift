/// A table as written: rows of fields, each row with the line it starts on.
public struct CSVTable: Sendable, Equatable {
  /// A row of the table.
  public struct Row: Sendable, Equatable {
    /// The line of the file, 1 onwards.
    public var line: Int
    /// The fields without their quotes.
    public var fields: [String]
  }

  /// The most fields of a table: every field takes memory, also one of which the file holds no more than its comma.
  public static let maximumFields = 1 << 24

  /// What stands between two fields: a comma, a semicolon or a tab; or what a first line `sep=` names.
  public let separator: Character
  /// The rows that hold any text, header included.
  public let rows: [Row]

  /// Reads a table (RFC 4180) in the dialect of any spreadsheet.
  ///
  /// Understood are UTF-8 with and without a byte order mark, UTF-16 with one, lines that end in LF, CRLF or CR, and
  /// quoted fields with separators, quotes and line ends inside. A first line `sep=;` names the separator; otherwise it
  /// is the one of comma, semicolon and tab that is most frequent in the first line, outside quotes.
  public init(parsing bytes: [UInt8], maximumFields: Int = Self.maximumFields) throws(CSVError) {
    let content = try csvText(bytes)
    let stated = statedSeparator(content)
    let separator = stated ?? likelySeparator(content)
    var reader = CSVFieldReader(bytes: content, separator: separator)
    let rows = try reader.rows(maximumFields: maximumFields)
    self.rows = stated == nil ? rows : Array(rows.drop { $0.line == 1 })
    self.separator = Character(Unicode.Scalar(separator))
  }
}

/// The separator that a first line such as `sep=;` names, which spreadsheets write and read.
private func statedSeparator(_ content: [UInt8]) -> UInt8? {
  let line = content.prefix { $0 != 0x0A && $0 != 0x0D }
  guard line.count == 5, line.starts(with: Array("sep=".utf8)), let separator = line.last, separator < 0x80,
    separator != 0x22
  else { return nil }
  return separator
}

private func likelySeparator(_ content: [UInt8]) -> UInt8 {
  var counts: [UInt8: Int] = [:]
  var quoted = false
  for byte in content {
    if byte == 0x22 { quoted.toggle() }
    if quoted { continue }
    if byte == 0x0A || byte == 0x0D { break }
    counts[byte, default: 0] += 1
  }
  var best: UInt8 = 0x2C
  for candidate: UInt8 in [0x3B, 0x09] where counts[candidate, default: 0] > counts[best, default: 0] {
    best = candidate
  }
  return best
}
