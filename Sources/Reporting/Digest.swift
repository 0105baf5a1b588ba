import Crypto
import FoundationEssentials

/// The SHA-256 of bytes, as 64 lower-case hexadecimal digits.
public func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

/// The SHA-256 of a text's UTF-8 bytes.
public func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

/// Bytes as base64, which pages and JSON lines carry them in.
public func base64(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

/// The SHA-256 of bytes as a content security policy writes it.
func base64SHA256(_ bytes: [UInt8]) -> String { base64(SHA256.hash(data: bytes)) }

/// Lower-case hexadecimal digits, two for each byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
