import Glibc

/// Convolves profiles with a Gaussian of `sigma` samples, cut off at three sigma; the ends repeat.
struct ProfileSmoothing {
  private let reach: Int
  private let weights: [Double]
  private let total: Double

  init(sigma: Double) {
    let reach = sigma > 0 ? max(1, Int((3 * sigma).rounded(.up))) : 0
    self.reach = reach
    weights = sigma > 0 ? (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) } : [1]
    total = weights.reduce(0, +)
  }

  func callAsFunction(_ profile: [Double]) -> [Double] {
    var result = profile
    var smoothed = result.mutableSpan
    let (values, weights) = (profile.span, weights.span)
    for i in values.indices {
      var sum = 0.0
      for k in weights.indices { sum += weights[k] * values[min(max(i + k - reach, 0), values.count - 1)] }
      smoothed[i] = sum / total
    }
    return result
  }
}
