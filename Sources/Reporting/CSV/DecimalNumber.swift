/// Why a text is not a number with a decimal point.
public enum DecimalFault: Error, Sendable, Equatable {
  /// It holds a comma; `suggestion` is the number that was probably meant, where there is one.
  case comma(suggestion: String?)
  /// It is something else.
  case notANumber
}

extension DecimalFault: CustomStringConvertible {
  /// What was found after the value, what was expected, what to do.
  public var description: String {
    switch self {
    case .comma(let suggestion):
      "has a comma, expected a number with a decimal point: "
        + (suggestion.map { "write \($0)" } ?? "leave out the thousands' commas")
        + ", or let the spreadsheet write decimal points"
    case .notANumber: "is no number: correct it, or leave the cell empty"
    }
  }
}

/// The number in `text`, written with a decimal point; spaces and tabs around it play no part.
///
/// Words such as `nan` and `inf`, hexadecimal digits and numbers beyond the range of `Double` are refused.
public func parseDecimal(_ text: String) throws(DecimalFault) -> Double {
  let trimmed = trimmingSpaces(text)
  if trimmed.utf8.contains(0x2C) {
    let pieces = trimmed.split(separator: ",", omittingEmptySubsequences: false)
    guard pieces.count == 2, !trimmed.utf8.contains(0x2E) else { throw .comma(suggestion: nil) }
    let meant = pieces.joined(separator: ".")
    guard (try? parseDecimal(meant)) != nil else { throw .notANumber }
    throw .comma(suggestion: meant)
  }
  let allowed = trimmed.utf8.allSatisfy {
    ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B || $0 == 0x65 || $0 == 0x45
  }
  guard allowed, let value = Double(trimmed), value.isFinite else { throw .notANumber }
  return value
}

/// `text` without spaces and tabs at its ends.
public func trimmingSpaces(_ text: String) -> String {
  var part = text[...]
  while let first = part.first, first == " " || first == "\t" { part = part.dropFirst() }
  while let last = part.last, last == " " || last == "\t" { part = part.dropLast() }
  return String(part)
}
