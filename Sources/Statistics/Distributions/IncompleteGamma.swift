import Glibc

/// The regularised lower incomplete gamma function `P(a, x)`, the distribution function of a gamma variable.
///
/// The series 8.7.1 of the NIST Digital Library of Mathematical Functions below `a + 1`, the continued fraction 8.9.2
/// above.
///
/// - Precondition: `a > 0` and `x ≥ 0`.
public func incompleteGamma(_ a: Double, _ x: Double) -> Double {
  precondition(a > 0 && x >= 0, "P(\(a), \(x))")
  if x == 0 { return 0 }
  let front = exp(a * log(x) - x - logGamma(a))
  return x < a + 1 ? front * gammaSeries(a, x) : 1 - front * gammaFraction(a, x)
}

private func gammaSeries(_ a: Double, _ x: Double) -> Double {
  var term = 1 / a
  var sum = term
  var denominator = a
  while abs(term) > abs(sum) * 1e-17 {
    denominator += 1
    term *= x / denominator
    sum += term
  }
  return sum
}

private func gammaFraction(_ a: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  var b = x + 1 - a
  var c = 1 / tiny
  var d = 1 / b
  var result = d
  for step in 1...100_000 {
    let n = Double(step)
    let term = -n * (n - a)
    b += 2
    d = 1 / (abs(term * d + b) < tiny ? tiny : term * d + b)
    c = abs(b + term / c) < tiny ? tiny : b + term / c
    result *= c * d
    if abs(c * d - 1) < 1e-16 { break }
  }
  return result
}
