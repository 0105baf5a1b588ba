/// The text of a CSV file as UTF-8 without its byte order mark.
///
/// UTF-16 with a byte order mark, as "Unicode Text" exports have it, is brought to UTF-8.
func csvText(_ bytes: [UInt8]) throws(CSVError) -> [UInt8] {
  if bytes.starts(with: [0xFF, 0xFE]) { return try utf8(fromUTF16: bytes.dropFirst(2), lowByteFirst: true) }
  if bytes.starts(with: [0xFE, 0xFF]) { return try utf8(fromUTF16: bytes.dropFirst(2), lowByteFirst: false) }
  let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  guard !content.contains(0) else { throw .notText }
  guard String(validating: content, as: UTF8.self) != nil else { throw .notUTF8(line: lineOfFault(content)) }
  return content
}

private func utf8(fromUTF16 bytes: ArraySlice<UInt8>, lowByteFirst: Bool) throws(CSVError) -> [UInt8] {
  guard bytes.count.isMultiple(of: 2) else { throw .notText }
  let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { i in
    lowByteFirst
      ? UInt16(bytes[i]) | UInt16(bytes[i + 1]) << 8 : UInt16(bytes[i]) << 8 | UInt16(bytes[i + 1])
  }
  guard let text = String(validating: units, as: UTF16.self), !text.utf8.contains(0) else { throw .notText }
  return Array(text.utf8)
}

/// The first line, from 1, that is not UTF-8 by itself.
///
/// No byte of a longer character is a line's end, so that a fault never spans two lines.
private func lineOfFault(_ content: [UInt8]) -> Int {
  let lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
  return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
}
