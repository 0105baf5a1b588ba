/// The share `successes/total` with Wilson's 95 % score interval (Wilson 1927).
///
/// `(p + z²/2n ± z √(p(1 − p)/n + z²/4n²))/(1 + z²/n)`: inside 0 to 1 also where all or none agree. As
/// `statsmodels.stats.proportion.proportion_confint(method="wilson")`.
///
/// - Returns: `nil` where `total` is 0.
public func proportion(_ successes: Int, of total: Int) -> Estimate? {
  guard total > 0 else { return nil }
  let n = Double(total)
  let p = Double(successes) / n
  let z = normalQuantile(0.975)
  let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
  let width = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
  return Estimate(p, interval: Interval(max(0, centre - width), min(1, centre + width)))
}

/// The specific agreement on each grade: of the readings that say it, the share that another reader says too.
///
/// `p_c = Σ r_ic (r_ic − 1)/Σ r_ic (k − 1)`; with two readers `2 n_cc/(n_c· + n_·c)` (Fleiss 1981; Cicchetti and
/// Feinstein 1990).
///
/// - Returns: for each grade its agreement; `nil` for one that nobody gave.
public func specificAgreement(_ counts: GradeCounts) -> [Double?] {
  counts.totals.enumerated().map { grade, total in
    guard total > 0 else { return nil }
    let agreed = (0..<counts.cases).reduce(0) { $0 + counts[$1, grade] * (counts[$1, grade] - 1) }
    return Double(agreed) / Double(total * (counts.readers - 1))
  }
}
