import Glibc

/// Finds where a cortex begins on the way out of bone.
///
/// A cortex is a tube: towards its edge its signal falls as the root of the depth. `a + b t + c √(edge − t)` for places `t`
/// along the way, its root blurred by ``blur``, is fitted by least squares from ``inside`` within a place to ``outside``
/// beyond it, and the edge is the place where the root explains most for what the fit leaves. Neither half of the height nor
/// the steepest rise marks the edge: they lie 0.3 to 0.5 mm inside, the farther the stronger the blur.
struct CortexOnset {
  /// The standard deviation of what blurs a film, in millimetres.
  static let blur = 0.25
  /// And of what its pixels blur, in pixels.
  static let blurInPixels = 0.4
  /// How far into bone the root is fitted: less than a shaft's cortex is thick.
  static let inside = 0.8
  /// How far beyond the edge.
  static let outside = 0.5
  /// The least step of profiles, in millimetres: no film is as fine, and the windows of one would fill the memory.
  private static let leastStep = 0.004

  private let within: Int
  /// By the number of samples beyond the edge.
  private let bases: [RootBasis]

  /// For profiles with a sample every `step` mm through an image of `pitch` mm per pixel; `nil` where these are too fine.
  init?(step: Double, pitch: Double) {
    guard step >= Self.leastStep else { return nil }
    let within = Int((Self.inside / step).rounded())
    let beyond = Int((Self.outside / step).rounded())
    let blur = (Self.blur * Self.blur + Self.blurInPixels * pitch * Self.blurInPixels * pitch).squareRoot()
    let root = (-within...beyond).map { Self.blurredRoot(depth: -Double($0) * step, blur: blur) }
    self.within = within
    bases = (0...beyond).map { RootBasis(root: root.prefix(within + 1 + $0)) }
  }

  /// The sample of `profile`, which leads out of bone, at which the cortex begins.
  ///
  /// - Parameters:
  ///   - places: where the edge is looked for.
  ///   - end: the last sample that may be read.
  /// - Returns: `nil` where the first or the last place is the best: no cortex begins between them.
  func edge(in profile: [Double], places: ClosedRange<Int>, end: Int) -> Int? {
    let end = min(end, profile.count - 1)
    let (first, last) = (max(places.lowerBound, within), min(places.upperBound, end))
    guard first < last else { return nil }
    // As many more as complete the last eight.
    let padded = profile + [Double](repeating: 0, count: 7)
    var best = (fit: 0.0, place: first)
    for place in first...last {
      let fit = bases[min(end - place, bases.count - 1)].fit(to: padded.span, from: place - within)
      if fit > best.fit { best = (fit, place) }
    }
    return best.place > first && best.place < last ? best.place : nil
  }

  /// The root of the depth under the edge, 0 beyond it, blurred by a Gaussian.
  private static func blurredRoot(depth: Double, blur: Double) -> Double {
    var sum = (signal: 0.0, weight: 0.0)
    for away in stride(from: -4.0, through: 4, by: 1 / 16) {
      let weight = exp(-away * away / 2)
      sum.signal += weight * max(depth + away * blur, 0).squareRoot()
      sum.weight += weight
    }
    return sum.signal / sum.weight
  }
}

/// The constant, the slope and a root over the samples of a window, made orthonormal in this order.
private struct RootBasis {
  private let count: Int
  /// 1 in the window; all three with zeros that complete the last eight.
  private let window: [Double]
  private let slope: [Double]
  private let root: [Double]

  init(root: ArraySlice<Double>) {
    let terms: [[Double]] = [root.map { _ in 1 }, root.indices.map(Double.init), Array(root)]
    let vectors: [[Double]] = terms.reduce(into: []) { done, term in
      var rest = term
      for vector in done {
        let share = zip(vector, rest).reduce(0) { $0 + $1.0 * $1.1 }
        for i in rest.indices { rest[i] -= share * vector[i] }
      }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      done.append(rest.map { $0 / length })
    }
    let zeros = [Double](repeating: 0, count: (8 - root.count % 8) % 8)
    count = root.count
    window = terms[0] + zeros
    slope = vectors[1] + zeros
    self.root = vectors[2] + zeros
  }

  /// How much of the samples of `profile` from the `start`-th on the root explains, over what it, the constant and the slope leave;
  /// 0 where the signal does not rise into bone.
  func fit(to profile: Span<Double>, from start: Int) -> Double {
    typealias Eight = SIMD8<Double>
    let (window, slope, root) = (window.span, slope.span, root.span)
    var (sum, squares, onSlope, onRoot) = (Eight.zero, Eight.zero, Eight.zero, Eight.zero)
    for i in stride(from: 0, to: count, by: 8) {
      let values = profile.eight(at: start + i) * window.eight(at: i)
      sum += values
      squares += values * values
      onSlope += values * slope.eight(at: i)
      onRoot += values * root.eight(at: i)
    }
    guard onRoot.sum() > 0 else { return 0 }
    let spread = squares.sum() - sum.sum() * sum.sum() / Double(count)
    let explained = onRoot.sum() * onRoot.sum()
    return explained / max(spread - onSlope.sum() * onSlope.sum() - explained, 1e-9 * spread)
  }
}
