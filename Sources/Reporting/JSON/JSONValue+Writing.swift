extension JSONValue {
  /// The document on one line, members in their order, without a newline at its end.
  public var line: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The document over several lines, indented by two spaces.
  public var indented: String {
    var bytes: [UInt8] = []
    write(to: &bytes, indentation: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .list(let values):
      bytes.append(UInt8(ascii: "["))
      for (i, value) in values.enumerated() {
        if i > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (i, member) in members.enumerated() {
        if i > 0 { bytes.append(UInt8(ascii: ",")) }
        writeQuoted(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    default: writeScalar(to: &bytes)
    }
  }

  private func write(to bytes: inout [UInt8], indentation: Int) {
    let inner = [UInt8](repeating: UInt8(ascii: " "), count: indentation + 2)
    let outer = inner.dropLast(2)
    switch self {
    case .list(let values) where !values.isEmpty:
      bytes += Array("[\n".utf8)
      for (i, value) in values.enumerated() {
        if i > 0 { bytes += Array(",\n".utf8) }
        bytes += inner
        value.write(to: &bytes, indentation: indentation + 2)
      }
      bytes += Array("\n".utf8) + outer + Array("]".utf8)
    case .object(let members) where !members.isEmpty:
      bytes += Array("{\n".utf8)
      for (i, member) in members.enumerated() {
        if i > 0 { bytes += Array(",\n".utf8) }
        bytes += inner
        writeQuoted(member.name, to: &bytes)
        bytes += Array(": ".utf8)
        member.value.write(to: &bytes, indentation: indentation + 2)
      }
      bytes += Array("\n".utf8) + outer + Array("}".utf8)
    default: write(to: &bytes)
    }
  }

  private func writeScalar(to bytes: inout [UInt8]) {
    switch self {
    case .flag(let value): bytes += Array((value ? "true" : "false").utf8)
    case .number(let digits): bytes += Array(digits.utf8)
    case .text(let text): writeQuoted(text, to: &bytes)
    default: bytes += Array("null".utf8)
    }
  }
}

/// Writes `text` between quotes; what could end a script element or break a line in a page is escaped too.
private func writeQuoted(_ text: String, to bytes: inout [UInt8]) {
  bytes.append(UInt8(ascii: "\""))
  if text.utf8.allSatisfy(isPlain) { bytes += text.utf8 } else { writeEscaped(text, to: &bytes) }
  bytes.append(UInt8(ascii: "\""))
}

/// Whether an ASCII character stands for itself between quotes, as nearly all do that are written.
private func isPlain(_ byte: UInt8) -> Bool {
  (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "<")
}

private func writeEscaped(_ text: String, to bytes: inout [UInt8]) {
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": bytes += Array("\\\"".utf8)
    case "\\": bytes += Array("\\\\".utf8)
    case "\n": bytes += Array("\\n".utf8)
    case "\r": bytes += Array("\\r".utf8)
    case "\t": bytes += Array("\\t".utf8)
    case _
    where scalar.value < 0x20 || scalar == "<" || scalar.value == 0x7F || scalar.value == 0x2028
      || scalar.value == 0x2029:
      bytes += Array("\\u".utf8) + Array(hexadecimal([UInt8(scalar.value >> 8), UInt8(scalar.value & 255)]).utf8)
    default: bytes += Array(String(scalar).utf8)
    }
  }
}
