import Glibc

/// Lin's concordance correlation of two readers, with its 95 % interval.
///
/// `ρ_c = 2 s_xy/(s_x² + s_y² + (x̄ − ȳ)²)` with moments over `n` (Lin 1989): Pearson's `ρ` times `C_b`, which falls below
/// 1 with a shift or another scale. The interval comes from Fisher's `Z = atanh ρ_c ± 1.96 σ_Z` with the variance as Lin
/// corrected it (2000): `σ_Z² = ((1 − ρ²)ρ_c²/((1 − ρ_c²)ρ²) + 2ρ_c³(1 − ρ_c)u²/(ρ(1 − ρ_c²)²) −
/// ρ_c⁴u⁴/(2ρ²(1 − ρ_c²)²))/(n − 2)`, `u² = (x̄ − ȳ)²/(s_x s_y)`. As `epi.ccc` of the R package epiR.
public struct LinConcordance: Sendable, Equatable {
  /// `ρ_c`; its standard error is `(1 − ρ_c²) σ_Z`.
  public let coefficient: Estimate
  /// Pearson's correlation `ρ`; `nil` where a reader's values are all the same.
  public let pearson: Double?
  /// `C_b = ρ_c/ρ`; `nil` where `ρ` is 0 or unknown.
  public let biasCorrection: Double?

  /// The concordance of the pairs `(first[i], second[i])`; `nil` where all values of both readers are the same.
  ///
  /// - Precondition: both have the same length.
  public init?(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count, "\(first.count) readings beside \(second.count)")
    guard first.count >= 2 else { return nil }
    let n = Double(first.count)
    let x = crossProducts(first, first) / n
    let y = crossProducts(second, second) / n
    let shared = crossProducts(first, second) / n
    let shift = mean(first) - mean(second)
    let scale = x + y + shift * shift
    guard scale > 0 else { return nil }
    let concordance = 2 * shared / scale
    let deviations = (x * y).squareRoot()
    let correlation = deviations > 0 ? shared / deviations : nil
    pearson = correlation
    biasCorrection = correlation.flatMap { $0 != 0 ? concordance / $0 : nil }
    guard let correlation, correlation != 0, n > 2, abs(concordance) < 1 else {
      guard let plain = Estimate(concordance) else { return nil }
      coefficient = plain
      return
    }
    let u = shift * shift / deviations
    let (r, c) = (correlation * correlation, concordance * concordance)
    let rest = 1 - c
    let first = (1 - r) * c / (rest * r)
    let second = 2 * c * concordance * (1 - concordance) * u / (correlation * rest * rest)
    let third = c * c * u * u / (2 * r * rest * rest)
    let deviation = (max(0, first + second - third) / (n - 2)).squareRoot()
    let width = normalQuantile(0.975) * deviation
    let z = atanh(concordance)
    guard
      let estimate = Estimate(
        concordance, standardError: rest * deviation, interval: Interval(tanh(z - width), tanh(z + width)))
    else { return nil }
    coefficient = estimate
  }
}
