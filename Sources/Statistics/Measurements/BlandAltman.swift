/// The differences of two readers: their mean and the limits between which 95 % of them lie.
///
/// With `d_i = first_i − second_i`, mean `d̄` and standard deviation `s` over `n − 1` (Bland and Altman 1986): the bias is
/// `d̄ ± t_{n−1} s/√n`, the limits are `d̄ ± 1.96 s`, each `± t_{n−1} √(3 s²/n)`. As `pingouin.plot_blandaltman` draws them.
public struct BlandAltman: Sendable, Equatable {
  /// The mean difference, first minus second reader.
  public let bias: Estimate
  /// The standard deviation of the differences.
  public let deviation: Double
  /// The lower limit of agreement.
  public let lowerLimit: Estimate
  /// The upper limit of agreement.
  public let upperLimit: Estimate

  /// The agreement of the pairs `(first[i], second[i])`; `nil` for fewer than two.
  ///
  /// - Precondition: both have the same length.
  public init?(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count, "\(first.count) readings beside \(second.count)")
    guard first.count >= 2 else { return nil }
    let n = Double(first.count)
    let differences = zip(first, second).map { $0 - $1 }
    let mean = mean(differences)
    deviation = (crossProducts(differences, differences) / (n - 1)).squareRoot()
    let t = studentTQuantile(0.975, freedom: n - 1)
    func estimate(_ value: Double, _ standardError: Double) -> Estimate? {
      Estimate(value, standardError: standardError, interval: Interval(around: value, t * standardError))
    }
    let ofLimit = (3 * deviation * deviation / n).squareRoot()
    guard let bias = estimate(mean, deviation / n.squareRoot()),
      let lower = estimate(mean - 1.96 * deviation, ofLimit), let upper = estimate(mean + 1.96 * deviation, ofLimit)
    else { return nil }
    self.bias = bias
    lowerLimit = lower
    upperLimit = upper
  }
}
