import Glibc
public import Raster

/// Convolves `plane` with a Gaussian of `sigmaX` by `sigmaY` pixels, cut off at three sigma; the border repeats outward.
///
/// A sigma of 0 leaves that direction as it is. For a sigma above about 6 pixels, ``boxGaussianBlurred(_:sigmaX:sigmaY:)``
/// costs less.
///
/// - Complexity: one pass; taps × pixels multiplications, with rows in a ring, so that no second plane is needed.
public func gaussianBlurred(_ plane: Plane<Float>, sigmaX: Double, sigmaY: Double) -> Plane<Float> {
  convolved(plane, tapsX: gaussianTaps(sigma: sigmaX), tapsY: gaussianTaps(sigma: sigmaY))
}

/// Convolves stored samples with a Gaussian of `sigmaX` by `sigmaY` pixels, as the version for `Float` does.
public func gaussianBlurred(_ plane: Plane<UInt16>, sigmaX: Double, sigmaY: Double) -> Plane<Float> {
  convolved(plane, tapsX: gaussianTaps(sigma: sigmaX), tapsY: gaussianTaps(sigma: sigmaY))
}

/// The taps of a Gaussian of `sigma`, cut off at three sigma, adding up to 1; a single 1 where `sigma` is not above 0.
package func gaussianTaps(sigma: Double) -> [Float] {
  guard sigma > 0 else { return [1] }
  let reach = max(1, Int((3 * sigma).rounded(.up)))
  let weights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
  let total = weights.reduce(0, +)
  return weights.map { Float($0 / total) }
}

/// Convolves with symmetric taps, rows first: each blurred row goes into a ring, from which the output rows are summed.
private func convolved<Sample: GreySample>(_ plane: Plane<Sample>, tapsX: [Float], tapsY: [Float]) -> Plane<Float> {
  let width = plane.width
  let height = plane.height
  var result = Plane<Float>(width: width, height: height, repeating: 0)
  guard width > 0, height > 0 else { return result }
  let reach = tapsY.count / 2
  let source = plane.samples.span
  var ring = RowRing(width: width, count: tapsY.count, reach: tapsX.count / 2)
  result.withMutableSamples { samples in
    for y in -reach..<height + reach {
      let row = min(max(y, 0), height - 1)
      ring.push(source.extracting(row * width..<(row + 1) * width), taps: tapsX.span)
      guard y >= reach else { continue }
      var out = samples._mutatingExtracting((y - reach) * width..<(y - reach + 1) * width)
      ring.sum(taps: tapsY.span, into: &out)
    }
  }
  return result
}

/// The last few rows, already convolved along themselves.
private struct RowRing {
  private let width: Int
  private let reach: Int
  private var rows: [Float]
  private var padded: [Float]
  private let shifts: [Int]
  private var slots: [Int]

  init(width: Int, count: Int, reach: Int) {
    self.width = width
    self.reach = reach
    rows = [Float](repeating: 0, count: width * count)
    padded = [Float](repeating: 0, count: width + 2 * reach)
    shifts = Array(0...2 * reach)
    slots = (0..<count).map { $0 * width }
  }

  /// Replaces the oldest row by `source` convolved with `taps`.
  mutating func push<Sample: GreySample>(_ source: Span<Sample>, taps: Span<Float>) {
    pad(source, by: reach, into: &padded)
    let slot = slots.removeFirst()
    slots.append(slot)
    let row = slot..<slot + width
    let starts = shifts
    let line = padded
    var span = rows.mutableSpan
    var out = span._mutatingExtracting(row)
    sumStretches(of: line.span, starts: starts.span, weights: taps, into: &out)
  }

  /// The weighted sum of all rows, the oldest under the first tap.
  func sum(taps: Span<Float>, into out: inout MutableSpan<Float>) {
    sumStretches(of: rows.span, starts: slots.span, weights: taps, into: &out)
  }
}

/// Copies a row between two margins that repeat its ends.
private func pad<Sample: GreySample>(_ source: Span<Sample>, by reach: Int, into padded: inout [Float]) {
  let width = source.count
  var line = padded.mutableSpan
  for x in 0..<reach {
    line[x] = source[0].grey
    line[width + reach + x] = source[width - 1].grey
  }
  var middle = line._mutatingExtracting(reach..<reach + width)
  for x in source.indices { middle[x] = source[x].grey }
}
