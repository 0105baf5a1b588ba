import Reporting

/// A value that somebody typed and that cannot be used, with what to write instead.
public struct FieldError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was found, what was expected, what to do.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// The number in `text`, written with a decimal point.
func parseNumber(_ text: String, of name: String, example: String) throws(FieldError) -> Double {
  do {
    return try parseDecimal(text)
  } catch {
    let found = "\(name) is '\(trimmingSpaces(text))'"
    guard case .comma = error else { throw FieldError("\(found), expected a number: write it as \(example)") }
    throw FieldError("\(found), with a comma; expected a number with a decimal point: write it as \(example)")
  }
}
