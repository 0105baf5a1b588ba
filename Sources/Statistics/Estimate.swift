/// The range in which a quantity lies with 95 % confidence.
public struct Interval: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// The range from `lower` to `upper`; `nil` unless both are finite and in this order.
  public init?(_ lower: Double, _ upper: Double) {
    guard lower.isFinite, upper.isFinite, lower <= upper else { return nil }
    self.lower = lower
    self.upper = upper
  }

  /// `value ± width`.
  init?(around value: Double, _ width: Double) { self.init(value - width, value + width) }
}

/// A number estimated from a sample, with what is known of its uncertainty.
public struct Estimate: Sendable, Equatable {
  /// The estimate.
  public let value: Double
  /// Its standard error; `nil` where the interval does not rest on one.
  public let standardError: Double?
  /// Its 95 % interval; `nil` where none can be told.
  public let interval: Interval?

  /// An estimate of `value`; `nil` unless it is finite.
  public init?(_ value: Double, standardError: Double? = nil, interval: Interval? = nil) {
    guard value.isFinite else { return nil }
    self.value = value
    self.standardError = standardError.flatMap { $0.isFinite ? $0 : nil }
    self.interval = interval
  }

  /// An estimate whose interval is `value ± 1.96 standard errors` (the normal distribution's 0.975 quantile).
  init?(normal value: Double, variance: Double) {
    let standardError = variance.squareRoot()
    self.init(
      value, standardError: standardError, interval: Interval(around: value, normalQuantile(0.975) * standardError))
  }
}
