import Glibc

/// Convolves profiles with a Gaussian of `sigma` samples, cut off at three sigma; the ends repeat.
struct ProfileSmoothing {
  private let reach: Int
  private let weights: [Double]
  private let total: Double
  private var padded: [Double] = []

  init(sigma: Double) {
    let reach = sigma > 0 ? max(1, Int((3 * sigma).rounded(.up))) : 0
    self.reach = reach
    weights = sigma > 0 ? (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) } : [1]
    total = weights.reduce(0, +)
  }

  /// Smoothes `profile` in place.
  mutating func smooth(_ profile: inout [Double]) {
    guard let first = profile.first, let last = profile.last else { return }
    padded.removeAll(keepingCapacity: true)
    padded.append(contentsOf: repeatElement(first, count: reach))
    padded.append(contentsOf: profile)
    // As many more as complete the last eight.
    padded.append(contentsOf: repeatElement(last, count: reach + 7))
    let count = profile.count
    profile.append(contentsOf: repeatElement(0, count: 7))
    let values = padded.span
    var eights = profile.mutableSpan
    for start in stride(from: 0, to: count, by: 8) {
      var sum = SIMD8<Double>.zero
      for k in weights.indices { sum += weights[k] * values.eight(at: start + k) }
      eights.write(sum / total, at: start)
    }
    profile.removeLast(7)
  }
}

extension MutableSpan<Double> {
  /// Replaces the eight values from index `i` on.
  @inline(__always)
  mutating func write(_ values: SIMD8<Double>, at i: Int) {
    precondition(i >= 0 && i + 8 <= count, "Eight values beyond the end")
    var bytes = unsafe mutableBytes
    unsafe bytes.storeBytes(of: values, toUncheckedByteOffset: 8 * i, as: SIMD8<Double>.self)
  }
}

extension Span<Double> {
  /// The eight values from index `i` on.
  @inline(__always)
  func eight(at i: Int) -> SIMD8<Double> {
    precondition(i >= 0 && i + 8 <= count, "Eight values beyond the end")
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 8 * i, as: SIMD8<Double>.self)
  }
}
