/// Why bytes are not a CSV table.
public enum CSVError: Error, Sendable, Equatable {
  /// The bytes are UTF-16, as some spreadsheets export.
  case utf16
  /// The bytes are not UTF-8.
  case notUTF8
  /// A quoted field that starts on this line never ends.
  case openQuote(line: Int)
  /// Text follows a closing quote on this line.
  case textAfterQuote(line: Int)
}

/// A table as written: rows of fields, each row with the line it starts on.
public struct CSVTable: Sendable, Equatable {
  /// A row of the table.
  public struct Row: Sendable, Equatable {
    /// The line of the file, 1 onwards.
    public var line: Int
    /// The fields without their quotes.
    public var fields: [String]
  }

  /// What stands between two fields: a comma, a semicolon or a tab.
  public let separator: Character
  /// The rows that hold any text, header included.
  public let rows: [Row]

  /// Reads a table (RFC 4180; a byte order mark, CRLF, semicolons and tabs are understood).
  ///
  /// The separator is the one of comma, semicolon and tab that is most frequent in the first line, outside quotes.
  public init(parsing bytes: [UInt8]) throws(CSVError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard String(validating: content, as: UTF8.self) != nil else { throw .notUTF8 }
    let separator = Self.separator(of: content)
    var reader = FieldReader(bytes: content, separator: separator)
    rows = try reader.rows()
    self.separator = Character(Unicode.Scalar(separator))
  }

  private static func separator(of content: ArraySlice<UInt8>) -> UInt8 {
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
}

private struct FieldReader {
  let bytes: ArraySlice<UInt8>
  let separator: UInt8
  var position: Int
  var line = 1

  init(bytes: ArraySlice<UInt8>, separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    position = bytes.startIndex
  }

  mutating func rows() throws(CSVError) -> [CSVTable.Row] {
    var rows: [CSVTable.Row] = []
    while position < bytes.endIndex {
      let start = line
      let fields = try row()
      if fields.contains(where: { !$0.isEmpty }) { rows.append(.init(line: start, fields: fields)) }
    }
    return rows
  }

  private mutating func row() throws(CSVError) -> [String] {
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.endIndex else { return fields }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      endLine(after: byte)
      return fields
    }
  }

  private mutating func endLine(after byte: UInt8) {
    if byte == 0x0D, position < bytes.endIndex, bytes[position] == 0x0A { position += 1 }
    line += 1
  }

  private mutating func field() throws(CSVError) -> String {
    if position < bytes.endIndex, bytes[position] == 0x22 { return try quotedField() }
    let start = position
    while position < bytes.endIndex, bytes[position] != separator, bytes[position] != 0x0A, bytes[position] != 0x0D {
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedField() throws(CSVError) -> String {
    let start = line
    position += 1
    var text: [UInt8] = []
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == 0x0A { line += 1 }
      guard byte == 0x22 else {
        text.append(byte)
        continue
      }
      if position < bytes.endIndex, bytes[position] == 0x22 {
        text.append(byte)
        position += 1
      } else {
        let ends = position == bytes.endIndex || [separator, 0x0A, 0x0D].contains(bytes[position])
        guard ends else { throw .textAfterQuote(line: line) }
        return String(decoding: text, as: UTF8.self)
      }
    }
    throw .openQuote(line: start)
  }
}
