import Glibc

/// The standard normal distribution's value below which a share `p` lies.
///
/// Solves `Φ(x) = p` with `Φ(x) = erfc(−x/√2)/2` by Halley's method from Hastings' approximation 26.2.23 (Abramowitz and
/// Stegun 1964); the result is right to about 1e-15.
///
/// - Precondition: `0 < p < 1`.
public func normalQuantile(_ p: Double) -> Double {
  precondition(p > 0 && p < 1, "A share of \(p)")
  if p > 0.5 { return -lowerNormalQuantile(1 - p) }
  return lowerNormalQuantile(p)
}

private func lowerNormalQuantile(_ p: Double) -> Double {
  let t = (-2 * log(p)).squareRoot()
  let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  var x = numerator / denominator - t
  for _ in 0..<3 {
    let excess = 0.5 * erfc(-x / 2.0.squareRoot()) - p
    let step = excess * (2 * Double.pi).squareRoot() * exp(x * x / 2)
    x -= step / (1 + x * step / 2)
  }
  return x
}
