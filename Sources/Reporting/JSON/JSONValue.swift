/// A JSON document whose members keep their order and whose numbers keep their digits.
///
/// A record that was written, read again and written once more has the same bytes, which resuming a batch relies on.
public enum JSONValue: Sendable, Equatable {
  /// A name with its value.
  public struct Member: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// A member called `name`.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// `null`.
  case null
  /// `true` or `false`.
  case flag(Bool)
  /// A number in the digits that are written.
  case number(String)
  /// A text.
  case text(String)
  /// Values in order.
  case list([JSONValue])
  /// Members in order.
  case object([Member])

  /// A whole number.
  public static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// A number with a fixed count of decimals; `null` where `value` is absent or not finite.
  public static func decimal(_ value: Double?, places: Int) -> JSONValue {
    guard let digits = value.flatMap({ fixedDecimals($0, places: places) }) else { return .null }
    return .number(digits)
  }

  /// A text; `null` where it is absent.
  public static func optional(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }

  /// The value of the first member called `name`; `nil` where there is none or this is no object.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, where this is one.
  public var string: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// The number, where this is one that a `Double` can hold: `1e999` is none.
  public var double: Double? {
    guard case .number(let digits) = self, let number = Double(digits), number.isFinite else { return nil }
    return number
  }

  /// The values, where this is a list.
  public var elements: [JSONValue]? {
    guard case .list(let values) = self else { return nil }
    return values
  }

  /// The members, where this is an object.
  public var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }
}

/// `value` in decimal digits with exactly `places` decimals; `nil` where it is not finite or too large to be exact.
///
/// Rounds to nearest, halves away from zero, and never writes a negative zero.
public func fixedDecimals(_ value: Double, places: Int) -> String? {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (value * scale).rounded()
  guard scaled.isFinite, abs(scaled) < 9e15 else { return nil }
  let whole = Int(scaled)
  guard places > 0 else { return String(whole) }
  let digits = String(whole.magnitude)
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  return (whole < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
}
