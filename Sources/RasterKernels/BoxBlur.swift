import Glibc
public import Raster

/// The mean over the `2 · radiusX + 1` by `2 · radiusY + 1` pixels around each pixel; the border repeats outward.
///
/// Running sums in double precision, so that the cost does not depend on the radius and nothing drifts.
///
/// - Precondition: no radius is negative.
public func boxBlurred(_ plane: Plane<Float>, radiusX: Int, radiusY: Int) -> Plane<Float> {
  precondition(radiusX >= 0 && radiusY >= 0, "A negative radius")
  guard plane.width > 0, plane.height > 0 else { return plane }
  let rows = radiusX > 0 ? meansAlongRows(plane, radius: radiusX) : plane
  return radiusY > 0 ? meansAlongColumns(rows, radius: radiusY) : rows
}

/// A Gaussian of `sigmaX` by `sigmaY` pixels as three box means in a row; the border repeats outward.
///
/// The boxes' variances add up to the Gaussian's as closely as whole pixels allow (Kovesi 2010). The kernel comes within a
/// tenth of the Gaussian's height, nearer for a wide one. A sigma that no box of three pixels reaches (below about 0.6)
/// leaves that direction as it is.
public func boxGaussianBlurred(_ plane: Plane<Float>, sigmaX: Double, sigmaY: Double) -> Plane<Float> {
  zip(boxRadii(sigma: sigmaX), boxRadii(sigma: sigmaY)).reduce(plane) { plane, radii in
    boxBlurred(plane, radiusX: radii.0, radiusY: radii.1)
  }
}

/// The radii of three boxes whose variances add up to `sigma²` as closely as possible.
package func boxRadii(sigma: Double) -> [Int] {
  guard sigma > 0 else { return [0, 0, 0] }
  let variance = 12 * sigma * sigma
  var small = Int((variance / 3 + 1).squareRoot())
  if small % 2 == 0 { small -= 1 }
  let ideal = (variance - Double(3 * small * small + 12 * small + 9)) / Double(-4 * small - 4)
  let smallCount = min(max(Int(ideal.rounded()), 0), 3)
  return (0..<3).map { ($0 < smallCount ? small : small + 2) / 2 }
}

/// Four rows side by side, so that their running sums, each a chain of additions, do not wait for one another.
private func meansAlongRows(_ plane: Plane<Float>, radius: Int) -> Plane<Float> {
  let width = plane.width
  let scale = 1 / Double(2 * radius + 1)
  var padded = [SIMD4<Double>](repeating: .zero, count: width + 2 * radius + 1)
  var result = plane
  let source = plane.samples.span
  result.withMutableSamples { samples in
    for y in stride(from: 0, to: plane.height, by: 4) {
      // Below the last row, that row again: its means are written again.
      let rows = (0..<4).map { min(y + $0, plane.height - 1) * width }
      let (a, b, c, d) = (rows[0], rows[1], rows[2], rows[3])
      var line = padded.mutableSpan
      for x in 0..<width {
        line[x + radius + 1] = SIMD4(
          Double(source[a + x]), Double(source[b + x]), Double(source[c + x]), Double(source[d + x]))
      }
      let (first, last) = (line[radius + 1], line[width + radius])
      for i in 0...radius { line[i] = first }
      for i in 0..<radius { line[width + radius + 1 + i] = last }
      var sum = SIMD4<Double>.zero
      for i in 0...2 * radius { sum += line[i] }
      for x in 0..<width {
        unsafe sum += line[unchecked: x &+ 2 &* radius &+ 1] - line[unchecked: x]
        let means = sum * SIMD4(repeating: scale)
        samples[a + x] = Float(means[0])
        samples[b + x] = Float(means[1])
        samples[c + x] = Float(means[2])
        samples[d + x] = Float(means[3])
      }
    }
  }
  return result
}

private func meansAlongColumns(_ plane: Plane<Float>, radius: Int) -> Plane<Float> {
  let width = plane.width
  let last = plane.height - 1
  let scale = 1 / Double(2 * radius + 1)
  var result = plane
  let source = plane.samples.span
  func row(_ y: Int) -> Range<Int> {
    let start = min(max(y, 0), last) * width
    return start..<start + width
  }
  var sums = [Double](repeating: 0, count: width)
  var running = sums.mutableSpan
  for y in -radius - 1..<radius {
    let entering = source.extracting(row(y))
    for x in running.indices { running[x] += Double(entering[x]) }
  }
  result.withMutableSamples { samples in
    for y in 0...last {
      let entering = source.extracting(row(y + radius))
      let leaving = source.extracting(row(y - radius - 1))
      var out = samples._mutatingExtracting(y * width..<(y + 1) * width)
      for x in running.indices {
        unsafe running[unchecked: x] += Double(entering[unchecked: x]) - Double(leaving[unchecked: x])
        unsafe out[unchecked: x] = Float(running[unchecked: x] * scale)
      }
    }
  }
  return result
}
