/// Intraclass correlations of a two-way table, each with its 95 % interval (Shrout and Fleiss 1979).
///
/// With the mean squares of cases `MS_R`, readers `MS_C` and residuals `MS_E` of `n` cases and `k` readers. The intervals
/// rest on the F distribution as McGraw and Wong (1996) give them. The same values as `pingouin.intraclass_corr`, which
/// calls these `ICC(A,1)`, `ICC(C,1)` and `ICC(A,k)`. An interval is `nil` where no residual is left.
public struct IntraclassCorrelation: Sendable, Equatable {
  /// ICC(2,1), absolute agreement of single readings: `(MS_R − MS_E)/(MS_R + (k − 1)MS_E + k(MS_C − MS_E)/n)`.
  public let agreement: Estimate
  /// ICC(3,1), consistency of single readings, constant shifts forgiven: `(MS_R − MS_E)/(MS_R + (k − 1)MS_E)`.
  public let consistency: Estimate
  /// ICC(2,k), absolute agreement of the readers' mean: `(MS_R − MS_E)/(MS_R + (MS_C − MS_E)/n)`.
  public let meanAgreement: Estimate

  /// The correlations of `table`; `nil` where it has fewer than two cases, or where all its values are the same.
  public init?(_ table: MeasurementTable) {
    guard let squares = MeanSquares(table) else { return nil }
    let (n, k) = (Double(table.cases), Double(table.readers))
    let (cases, readers, residual) = (squares.cases, squares.readers, squares.residual)
    let agreement =
      (cases - residual) / (cases + (k - 1) * residual + k * (readers - residual) / n)
    let consistency = (cases - residual) / (cases + (k - 1) * residual)
    let bounds = Self.agreementBounds(agreement, squares, n, k)
    guard
      let single = Estimate(agreement, interval: bounds),
      let consistent = Estimate(consistency, interval: Self.consistencyBounds(squares, n, k)),
      let averaged = Estimate(
        (cases - residual) / (cases + (readers - residual) / n),
        interval: bounds.flatMap { Interval(Self.steppedUp($0.lower, k), Self.steppedUp($0.upper, k)) })
    else { return nil }
    self.agreement = single
    self.consistency = consistent
    meanAgreement = averaged
  }

  /// Spearman and Brown's step from one reading to the mean of `k`.
  private static func steppedUp(_ single: Double, _ k: Double) -> Double { single * k / (1 + single * (k - 1)) }

  private static func consistencyBounds(_ squares: MeanSquares, _ n: Double, _ k: Double) -> Interval? {
    guard squares.residual > 0 else { return nil }
    let ratio = squares.cases / squares.residual
    let freedom = (n - 1) * (k - 1)
    let lower = ratio / fQuantile(0.975, n - 1, freedom)
    let upper = ratio * fQuantile(0.975, freedom, n - 1)
    return Interval((lower - 1) / (lower + k - 1), (upper - 1) / (upper + k - 1))
  }

  private static func agreementBounds(_ icc: Double, _ squares: MeanSquares, _ n: Double, _ k: Double) -> Interval? {
    let (cases, readers, residual) = (squares.cases, squares.readers, squares.residual)
    guard residual > 0 else { return nil }
    let ratio = readers / residual
    let rest = n * (1 + (k - 1) * icc) - k * icc
    let numerator = (n - 1) * (k - 1) * (k * icc * ratio + rest) * (k * icc * ratio + rest)
    let denominator = (n - 1) * k * k * icc * icc * ratio * ratio + rest * rest
    let freedom = numerator / denominator
    guard freedom > 0, freedom.isFinite else { return nil }
    let lower = fQuantile(0.975, n - 1, freedom)
    let upper = fQuantile(0.975, freedom, n - 1)
    let spread = k * readers + (k * n - k - n) * residual
    return Interval(
      n * (cases - lower * residual) / (lower * spread + n * cases),
      n * (upper * cases - residual) / (spread + n * upper * cases))
  }
}

/// The mean squares of a two-way table without repeats.
struct MeanSquares: Equatable {
  let cases: Double
  let readers: Double
  let residual: Double

  /// `nil` for fewer than two cases.
  init?(_ table: MeasurementTable) {
    guard table.cases >= 2 else { return nil }
    let (n, k) = (Double(table.cases), Double(table.readers))
    let caseMeans = table.caseMeans
    let readerMeans = table.readings.map(mean)
    let grand = mean(readerMeans)
    var residuals = 0.0
    for (reader, readings) in table.readings.enumerated() {
      for (i, value) in readings.enumerated() {
        let away = value - caseMeans[i] - (readerMeans[reader] - grand)
        residuals += away * away
      }
    }
    cases = k * caseMeans.reduce(0) { $0 + ($1 - grand) * ($1 - grand) } / (n - 1)
    readers = n * readerMeans.reduce(0) { $0 + ($1 - grand) * ($1 - grand) } / (k - 1)
    residual = residuals / ((n - 1) * (k - 1))
  }
}
