import Glibc
public import Raster

/// The mean over the `2 · radiusX + 1` by `2 · radiusY + 1` pixels around each pixel; the border repeats outward.
///
/// Running sums in double precision, so that the cost does not depend on the radius and nothing drifts.
///
/// - Precondition: no radius is negative.
public func boxBlurred(_ plane: Plane<Float>, radiusX: Int, radiusY: Int) -> Plane<Float> {
  var result = plane
  result.blurByBox(radiusX: radiusX, radiusY: radiusY)
  return result
}

extension Plane<Float> {
  /// Replaces the samples by what ``boxBlurred(_:radiusX:radiusY:)`` gives, in the same memory.
  public mutating func blurByBox(radiusX: Int, radiusY: Int) {
    precondition(radiusX >= 0 && radiusY >= 0, "A negative radius")
    guard width > 0, height > 0 else { return }
    let (width, height) = (width, height)
    withMutableSamples { samples in
      if radiusX > 0 { takeMeansAlongRows(&samples, width: width, height: height, radius: radiusX) }
      if radiusY > 0 { takeMeansAlongColumns(&samples, width: width, height: height, radius: radiusY) }
    }
  }
}

/// A Gaussian of `sigmaX` by `sigmaY` pixels as three box means in a row; the border repeats outward.
///
/// The boxes' variances add up to the Gaussian's as closely as whole pixels allow (Kovesi 2010). The kernel comes within a
/// tenth of the Gaussian's height, nearer for a wide one. A sigma that no box of three pixels reaches (below about 0.6)
/// leaves that direction as it is.
public func boxGaussianBlurred(_ plane: Plane<Float>, sigmaX: Double, sigmaY: Double) -> Plane<Float> {
  var result = plane
  for (x, y) in zip(boxRadii(sigma: sigmaX), boxRadii(sigma: sigmaY)) { result.blurByBox(radiusX: x, radiusY: y) }
  return result
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
private func takeMeansAlongRows(_ samples: inout MutableSpan<Float>, width: Int, height: Int, radius: Int) {
  precondition(samples.count == width * height, "Samples of another plane")
  let scale = 1 / Double(2 * radius + 1)
  var padded = [SIMD4<Double>](repeating: .zero, count: width + 2 * radius + 1)
  for y in stride(from: 0, to: height, by: 4) {
    // Below the last row, that row again: its means are written again.
    let rows = (0..<4).map { min(y + $0, height - 1) * width }
    let (a, b, c, d) = (rows[0], rows[1], rows[2], rows[3])
    var line = padded.mutableSpan
    for x in 0..<width {
      unsafe line[unchecked: x &+ radius &+ 1] = unsafe SIMD4(
        Double(samples[unchecked: a &+ x]), Double(samples[unchecked: b &+ x]), Double(samples[unchecked: c &+ x]),
        Double(samples[unchecked: d &+ x]))
    }
    let (first, last) = (line[radius + 1], line[width + radius])
    for i in 0...radius { line[i] = first }
    for i in 0..<radius { line[width + radius + 1 + i] = last }
    var sum = SIMD4<Double>.zero
    for i in 0...2 * radius { sum += line[i] }
    for x in 0..<width {
      unsafe sum += line[unchecked: x &+ 2 &* radius &+ 1] - line[unchecked: x]
      let means = sum * SIMD4(repeating: scale)
      unsafe samples[unchecked: a &+ x] = Float(means[0])
      unsafe samples[unchecked: b &+ x] = Float(means[1])
      unsafe samples[unchecked: c &+ x] = Float(means[2])
      unsafe samples[unchecked: d &+ x] = Float(means[3])
    }
  }
}

/// The rows that are written over are kept until the window has left them.
private func takeMeansAlongColumns(_ samples: inout MutableSpan<Float>, width: Int, height: Int, radius: Int) {
  let last = height - 1
  let scale = 1 / Double(2 * radius + 1)
  var sums = [Double](repeating: 0, count: width)
  var running = sums.mutableSpan
  for y in -radius - 1..<radius {
    let start = min(max(y, 0), last) * width
    for x in running.indices { unsafe running[unchecked: x] += Double(samples[unchecked: start &+ x]) }
  }
  // Above the plane its first row repeats.
  var kept: [Float] = []
  kept.reserveCapacity((radius + 1) * width)
  for _ in 0...radius { for x in 0..<width { kept.append(samples[x]) } }
  var ring = kept.mutableSpan
  for y in 0...last {
    var rows = samples._mutatingExtracting(y * width..<(min(y + radius, last) + 1) * width)
    let slot = y % (radius + 1) * width
    var leaving = ring._mutatingExtracting(slot..<slot + width)
    replace(&rows, by: &running, leaving: &leaving, scale: scale)
  }
}

/// Moves the window down by a row: `rows` begins with the row that is written and ends with the one that enters.
private func replace(
  _ rows: inout MutableSpan<Float>, by sums: inout MutableSpan<Double>, leaving: inout MutableSpan<Float>, scale: Double
) {
  let width = sums.count
  precondition(leaving.count == width && rows.count >= width, "Rows of different lengths")
  let entering = rows.count - width
  for x in 0..<width {
    let old = unsafe rows[unchecked: x]
    let sum = unsafe sums[unchecked: x] + (Double(rows[unchecked: entering &+ x]) - Double(leaving[unchecked: x]))
    unsafe sums[unchecked: x] = sum
    unsafe leaving[unchecked: x] = old
    unsafe rows[unchecked: x] = Float(sum * scale)
  }
}
