/// How far repeated measurements of the same case lie apart.
///
/// The readers' shifts are part of it: it answers how far two readings may differ, whoever read (Bland and Altman 1999).
public struct WithinSubject: Sendable, Equatable {
  /// The within-subject standard deviation `s_w = √(mean of s_i²)`, `s_i²` the variance of case `i` over `k − 1`.
  ///
  /// Its interval is `s_w √(ν/χ²)` at the 0.975 and 0.025 quantiles, `ν = n(k − 1)`.
  public let deviation: Estimate
  /// The repeatability coefficient `1.96 √2 s_w`: 95 % of pairs of readings differ by less.
  public let repeatability: Estimate
  /// The within-subject coefficient of variation `√(mean of s_i²/m_i²)`, `m_i` the mean of case `i`.
  ///
  /// The root mean square of Bland (and of QIBA), for values above 0; `nil` where a case's mean is 0 or below.
  public let variation: Double?

  /// The deviations in `table`; `nil` where it has no case.
  public init?(_ table: MeasurementTable) {
    guard table.cases > 0 else { return nil }
    let freedom = Double(table.cases * (table.readers - 1))
    let means = table.caseMeans
    var squares = 0.0
    var relative = 0.0
    for (i, mean) in means.enumerated() {
      let own = table.readings.reduce(0) { $0 + ($1[i] - mean) * ($1[i] - mean) } / Double(table.readers - 1)
      squares += own
      relative += own / (mean * mean)
    }
    let deviation = (squares / Double(table.cases)).squareRoot()
    let lower = deviation * (freedom / chiSquaredQuantile(0.975, freedom: freedom)).squareRoot()
    let upper = deviation * (freedom / chiSquaredQuantile(0.025, freedom: freedom)).squareRoot()
    let factor = 1.96 * 2.0.squareRoot()
    guard let own = Estimate(deviation, interval: Interval(lower, upper)),
      let coefficient = Estimate(factor * deviation, interval: Interval(factor * lower, factor * upper))
    else { return nil }
    self.deviation = own
    repeatability = coefficient
    variation = means.allSatisfy { $0 > 0 } ? (relative / Double(table.cases)).squareRoot() : nil
  }
}
