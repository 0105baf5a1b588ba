/// Fleiss' kappa of any number of readers, with its 95 % interval.
///
/// `κ = (P̄ − P̄_e)/(1 − P̄_e)`, `P̄` the mean share of agreeing pairs of readers per case, `P̄_e = Σ p_c²` (Fleiss 1971).
/// The standard error is the large-sample one over cases that Gwet gives for any true kappa (2021, Handbook of
/// Inter-Rater Reliability; the one of Fleiss, Nee and Landis 1979 holds at `κ = 0` alone):
/// `σ² = Σ (κ*_i − κ)²/(n(n − 1))`, `κ*_i = κ_i − 2(1 − κ)(P_e,i − P̄_e)/(1 − P̄_e)`, `κ_i = (P_i − P̄_e)/(1 − P̄_e)`,
/// `P_e,i = Σ p_c r_ic/k`. The interval is `κ ± t_{n−1} σ`. The value is that of
/// `statsmodels.stats.inter_rater.fleiss_kappa`, the error that of `irrCAC`.
///
/// - Returns: `nil` where there is no case, or where all readings are one grade, so that chance explains all.
public func fleissKappa(_ counts: GradeCounts) -> Estimate? {
  let cases = counts.cases
  guard cases > 0 else { return nil }
  let all = Double(cases * counts.readers)
  let shares = counts.totals.map { Double($0) / all }
  let expected = shares.reduce(0) { $0 + $1 * $1 }
  guard counts.totals.allSatisfy({ $0 < cases * counts.readers }) else { return nil }
  let agreements = (0..<cases).map(counts.pairAgreement)
  let observed = agreements.reduce(0, +) / Double(cases)
  let kappa = (observed - expected) / (1 - expected)
  guard cases > 1 else { return Estimate(kappa) }
  var squares = 0.0
  for (i, agreement) in agreements.enumerated() {
    let own = (agreement - expected) / (1 - expected)
    let chance =
      (0..<counts.size).reduce(0) { $0 + shares[$1] * Double(counts[i, $1]) } / Double(counts.readers)
    let away = own - 2 * (1 - kappa) * (chance - expected) / (1 - expected) - kappa
    squares += away * away
  }
  let standardError = (squares / (Double(cases) * Double(cases - 1))).squareRoot()
  let width = studentTQuantile(0.975, freedom: Double(cases - 1)) * standardError
  return Estimate(kappa, standardError: standardError, interval: Interval(around: kappa, width))
}

/// Fleiss' kappa of one grade against all others, for each grade.
///
/// `κ_c = 1 − Σ r_ic(k − r_ic)/(n k (k − 1) p_c (1 − p_c))` (Fleiss 1971): Fleiss' kappa of the readings "this grade"
/// and "another grade".
///
/// - Returns: for each grade its kappa; `nil` where nobody, or everybody always, gave it.
public func fleissKappaByGrade(_ counts: GradeCounts) -> [Double?] {
  let readers = Double(counts.readers)
  let all = Double(counts.cases) * readers
  return counts.totals.enumerated().map { grade, total in
    let share = Double(total) / all
    guard total > 0, Double(total) < all else { return nil }
    let split = (0..<counts.cases).reduce(0) { sum, i in
      sum + counts[i, grade] * (counts.readers - counts[i, grade])
    }
    return 1 - Double(split) / (all * (readers - 1) * share * (1 - share))
  }
}
