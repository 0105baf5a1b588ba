import Glibc

/// The regularised incomplete beta function `I_x(a, b)`, the distribution function of a beta variable.
///
/// The continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions by Lentz's method; where it
/// converges slowly, `1 − I_{1−x}(b, a)`.
///
/// - Precondition: `0 ≤ x ≤ 1` and `a, b > 0`.
public func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  precondition(x >= 0 && x <= 1 && a > 0 && b > 0, "I_\(x)(\(a), \(b))")
  if x == 0 || x == 1 { return x }
  let front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b))
  if x <= (a + 1) / (a + b + 2) { return front * betaFraction(x, a, b) / a }
  return 1 - front * betaFraction(1 - x, b, a) / b
}

/// `log B(a, b)`, with the beta function `B(a, b) = Γ(a)Γ(b)/Γ(a + b)`.
func logBeta(_ a: Double, _ b: Double) -> Double { logGamma(a) + logGamma(b) - logGamma(a + b) }

/// `log Γ(x)` of a positive number.
func logGamma(_ x: Double) -> Double { lgamma(x).0 }

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / kept(1 - (a + b) * x / (a + 1))
  var result = d
  for step in 1...100_000 {
    let m = Double(step)
    for term in [
      m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
    ] {
      d = 1 / kept(1 + term * d)
      c = kept(1 + term / c)
      result *= c * d
    }
    if abs(c * d - 1) < 1e-16 { break }
  }
  return result
}

/// The `x` at which `I_x(a, b) = p`.
///
/// - Precondition: `0 < p < 1` and `a, b > 0`.
public func inverseIncompleteBeta(_ p: Double, _ a: Double, _ b: Double) -> Double {
  precondition(p > 0 && p < 1, "A share of \(p)")
  let scale = logBeta(a, b)
  return increasingRoot(between: 0, and: 1, start: a / (a + b)) { x in
    (incompleteBeta(x, a, b) - p, exp((a - 1) * log(x) + (b - 1) * log1p(-x) - scale))
  }
}

/// The place between `low` and `high` at which an increasing function is 0, by Newton's method kept inside a bracket.
///
/// - Parameter function: the value and its slope.
func increasingRoot(
  between low: Double, and high: Double, start: Double, _ function: (Double) -> (value: Double, slope: Double)
) -> Double {
  var (low, high) = (low, high)
  var x = start
  for _ in 0..<200 {
    let (value, slope) = function(x)
    if value == 0 { return x }
    if value < 0 { low = x } else { high = x }
    var next = x - value / slope
    if !(next > low && next < high) { next = (low + high) / 2 }
    if abs(next - x) <= 2e-15 * abs(next) { return next }
    x = next
  }
  return x
}
