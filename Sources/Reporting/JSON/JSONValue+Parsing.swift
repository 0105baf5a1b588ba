/// Why a text is not JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// How many bytes were read before the fault.
  public let offset: Int
  /// What was found.
  public let fault: String

  /// What was found and where.
  public var description: String { "not JSON at byte \(offset): \(fault)" }
}

extension JSONValue {
  /// Reads one document (RFC 8259) that fills `bytes` wholly.
  ///
  /// - Throws: ``JSONError``; also where values are nested deeper than 64 levels or a name occurs twice in an object.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = Parser(bytes: bytes)
    self = try parser.document()
  }

  /// Reads one document that fills `text` wholly.
  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

private struct Parser {
  let bytes: [UInt8]
  var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    let result = try value(depth: 0)
    skipSpace()
    guard offset == bytes.count else { throw fault("more text after the end of the value") }
    return result
  }

  private func fault(_ text: String) -> JSONError { JSONError(offset: offset, fault: text) }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < 64 else { throw fault("values nested deeper than 64 levels") }
    skipSpace()
    switch next {
    case nil: throw fault("the text ends where a value was expected")
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try quoted())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[offset...].starts(with: text.utf8) else { throw fault("neither a value nor the end of one") }
    offset += text.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    offset += 1
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      offset += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("a member's name between quotes was expected") }
      let name = try quoted()
      guard names.insert(name).inserted else { throw fault("the name \"\(name)\" occurs twice") }
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw fault("a colon was expected") }
      offset += 1
      members.append(.init(name, try value(depth: depth + 1)))
      if try !another(before: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func list(depth: Int) throws(JSONError) -> JSONValue {
    offset += 1
    var values: [JSONValue] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      offset += 1
      return .list([])
    }
    while true {
      values.append(try value(depth: depth + 1))
      if try !another(before: UInt8(ascii: "]")) { return .list(values) }
    }
  }

  /// Steps over a comma (and answers true) or over the closing `end`.
  private mutating func another(before end: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard let byte = next, byte == end || byte == UInt8(ascii: ",") else {
      throw fault("a comma or the end was expected")
    }
    offset += 1
    return byte != end
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = offset
    if next == UInt8(ascii: "-") { offset += 1 }
    let zeroFirst = next == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(zeroFirst && whole > 1) else { throw fault("a number was expected") }
    if next == UInt8(ascii: ".") {
      offset += 1
      guard digits() > 0 else { throw fault("digits were expected after the decimal point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      offset += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
      guard digits() > 0 else { throw fault("digits were expected in the exponent") }
    }
    return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = offset
    while let byte = next, byte >= 0x30, byte <= 0x39 { offset += 1 }
    return offset - start
  }

  private mutating func quoted() throws(JSONError) -> String {
    offset += 1
    var text: [UInt8] = []
    while let byte = next {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let result = String(validating: text, as: UTF8.self) else { throw fault("a text that is not UTF-8") }
        return result
      case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
      case 0..<0x20: throw fault("a control character inside a text")
      default: text.append(byte)
      }
    }
    throw fault("a text without its closing quote")
  }

  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw fault("an escape without its character") }
    offset += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw fault("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try fourHexadecimalDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), next == UInt8(ascii: "\\") else { throw fault("half a surrogate pair") }
    offset += 1
    guard next == UInt8(ascii: "u") else { throw fault("half a surrogate pair") }
    offset += 1
    let second = try fourHexadecimalDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw fault("half a surrogate pair") }
    return scalar
  }

  private mutating func fourHexadecimalDigits() throws(JSONError) -> UInt32 {
    guard offset + 4 <= bytes.count, bytes[offset] != UInt8(ascii: "+"), bytes[offset] != UInt8(ascii: "-"),
      let value = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits were expected") }
    offset += 4
    return value
  }
}
