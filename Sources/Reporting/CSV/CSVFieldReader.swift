/// Walks over the fields of a table, line by line.
struct CSVFieldReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var position: Int
  private var line = 1

  init(bytes: [UInt8], separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    position = bytes.startIndex
  }

  /// The rows that hold any text, at most `maximumFields` fields in all.
  mutating func rows(maximumFields: Int) throws(CSVError) -> [CSVTable.Row] {
    var rows: [CSVTable.Row] = []
    var count = 0
    while position < bytes.endIndex {
      let start = line
      guard let fields = try row(atMost: maximumFields - count) else { throw .tooManyFields(limit: maximumFields) }
      count += fields.count
      if fields.contains(where: { !$0.isEmpty }) { rows.append(.init(line: start, fields: fields)) }
    }
    return rows
  }

  /// The next row; `nil` where it has more than `most` fields.
  private mutating func row(atMost most: Int) throws(CSVError) -> [String]? {
    var fields: [String] = []
    while true {
      guard fields.count < most else { return nil }
      fields.append(try field())
      guard position < bytes.endIndex else { return fields }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      endLine(after: byte)
      return fields
    }
  }

  private func continues(with byte: UInt8) -> Bool { position < bytes.endIndex && bytes[position] == byte }

  private mutating func endLine(after byte: UInt8) {
    if byte == 0x0D, continues(with: 0x0A) { position += 1 }
    line += 1
  }

  private mutating func field() throws(CSVError) -> String {
    if continues(with: 0x22) { return try quotedField() }
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
      if byte == 0x0A || (byte == 0x0D && !continues(with: 0x0A)) { line += 1 }
      guard byte == 0x22 else {
        text.append(byte)
        continue
      }
      if continues(with: 0x22) {
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
