import Glibc

/// The value below which a share `p` of Student's t distribution lies, with `freedom` degrees of freedom.
///
/// From the beta distribution: `t² = ν(1 − x)/x` with `I_x(ν/2, ½) = 2 min(p, 1 − p)`.
///
/// - Precondition: `0 < p < 1` and `freedom > 0`.
public func studentTQuantile(_ p: Double, freedom: Double) -> Double {
  precondition(p > 0 && p < 1 && freedom > 0, "The quantile \(p) of \(freedom) degrees of freedom")
  if p == 0.5 { return 0 }
  let size = fQuantile(1 - 2 * min(p, 1 - p), 1, freedom).squareRoot()
  return p < 0.5 ? -size : size
}

/// The value below which a share `p` of the F distribution lies, with `numerator` and `denominator` degrees of freedom.
///
/// From the beta distribution: `F = d₂x/(d₁(1 − x))` with `I_x(d₁/2, d₂/2) = p`.
///
/// - Precondition: `0 < p < 1` and both degrees of freedom are above 0.
public func fQuantile(_ p: Double, _ numerator: Double, _ denominator: Double) -> Double {
  precondition(p > 0 && p < 1 && numerator > 0 && denominator > 0, "The quantile \(p) of F")
  let x = inverseIncompleteBeta(p, numerator / 2, denominator / 2)
  if x <= 0.5 { return denominator * x / (numerator * (1 - x)) }
  // 1 − x would lose digits: the other tail has them.
  let rest = inverseIncompleteBeta(1 - p, denominator / 2, numerator / 2)
  return denominator * (1 - rest) / (numerator * rest)
}

/// The value below which a share `p` of the χ² distribution lies, with `freedom` degrees of freedom.
///
/// - Precondition: `0 < p < 1` and `freedom > 0`.
public func chiSquaredQuantile(_ p: Double, freedom: Double) -> Double {
  precondition(p > 0 && p < 1 && freedom > 0, "The quantile \(p) of \(freedom) degrees of freedom")
  let a = freedom / 2
  // Wilson and Hilferty's cube is close from the start; the upper end of the bracket lies far in the tail.
  let cube = 1 - 2 / (9 * freedom) + normalQuantile(p) * (2 / (9 * freedom)).squareRoot()
  let start = max(freedom * cube * cube * cube, 1e-8) / 2
  let end = a + 50 * (a.squareRoot() + 1) + 50
  let scale = logGamma(a)
  return 2
    * increasingRoot(between: 0, and: end, start: start) { x in
      (incompleteGamma(a, x) - p, exp((a - 1) * log(x) - x - scale))
    }
}
