import Glibc

/// A profile convolved with a Gaussian of `sigma` samples, cut off at three sigma; the ends repeat.
func smoothed(_ profile: [Double], sigma: Double) -> [Double] {
  guard sigma > 0, !profile.isEmpty else { return profile }
  let reach = max(1, Int((3 * sigma).rounded(.up)))
  let weights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
  let total = weights.reduce(0, +)
  return profile.indices.map { i in
    var sum = 0.0
    for (k, weight) in weights.enumerated() {
      sum += weight * profile[min(max(i + k - reach, 0), profile.count - 1)]
    }
    return sum / total
  }
}
