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
    guard let first = profile.first, let last = profile.last else { return profile }
    var padded = [Double](repeating: first, count: profile.count + 2 * reach)
    for i in profile.indices { padded[reach + i] = profile[i] }
    for i in 0..<reach { padded[reach + profile.count + i] = last }
    var result = [Double](repeating: 0, count: profile.count)
    let values = padded.span
    var sums = result.mutableSpan
    // Tap by tap over the whole profile, which adds up each place in the order of the taps.
    for k in weights.indices {
      let weight = weights[k]
      let shifted = values.extracting(k..<k + sums.count)
      for i in sums.indices { unsafe sums[unchecked: i] += weight * shifted[unchecked: i] }
    }
    for i in sums.indices { sums[i] /= total }
    return result
  }
}
