/// A value that somebody typed and that cannot be used, with what to write instead.
public struct FieldError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// The number in `text`, written with a decimal point.
func parseNumber(_ text: String, of name: String, example: String) throws(FieldError) -> Double {
  let trimmed = trimmingSpaces(text)
  if trimmed.contains(",") {
    throw FieldError(
      "\(name) is '\(trimmed)', with a comma; expected a number with a decimal point: write it as \(example)")
  }
  let allowed = trimmed.utf8.allSatisfy {
    ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B || $0 == 0x65 || $0 == 0x45
  }
  guard allowed, let value = Double(trimmed), value.isFinite else {
    throw FieldError("\(name) is '\(trimmed)', expected a number: write it as \(example)")
  }
  return value
}

/// `text` without spaces and tabs at its ends.
func trimmingSpaces(_ text: String) -> String {
  var part = text[...]
  while let first = part.first, first == " " || first == "\t" { part = part.dropFirst() }
  while let last = part.last, last == " " || last == "\t" { part = part.dropLast() }
  return String(part)
}
