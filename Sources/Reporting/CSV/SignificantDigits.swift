import Glibc

/// `value` in decimal digits, rounded to `digits` significant ones, without zeros at the end of its decimals.
///
/// Never in powers of ten: what every table and spreadsheet reads. Digits before the decimal point are all written.
///
/// - Returns: `nil` where the value is not finite or too large to be exact.
public func significantDecimals(_ value: Double, digits: Int = 10) -> String? {
  guard value.isFinite else { return nil }
  guard value != 0 else { return "0" }
  let order = Int(log10(abs(value)).rounded(.down))
  guard let text = fixedDecimals(value, places: min(max(0, digits - 1 - order), 15)) else { return nil }
  guard text.contains(".") else { return text }
  let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
  return String(trimmed.reversed())
}

extension JSONValue {
  /// A number with ten significant digits; `null` where `value` is absent or not finite.
  public static func significant(_ value: Double?) -> JSONValue {
    value.flatMap { significantDecimals($0) }.map { .number($0) } ?? .null
  }
}
