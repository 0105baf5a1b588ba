import Raster

/// Signals sampled along straight lines that start at the sites of an outline, one line each, at equal steps.
struct SignalProfiles {
  /// The distance from the site of the first sample, in millimetres.
  let first: Double
  /// The distance from one sample to the next.
  let step: Double
  /// The number of samples of a line.
  let count: Int
  /// From one line to the next: whole eights of samples.
  private let pitch: Int
  private let samples: [Double]

  /// Samples a signal from each of the origins along its direction, from the first to the last distance at equal steps.
  init(
    _ signal: Plane<Float>, from origins: [(x: Double, y: Double, directionX: Double, directionY: Double)],
    first: Double, last: Double, step: Double, scale: ImageScale
  ) {
    self.first = first
    self.step = step
    let count = Int(((last - first) / step).rounded()) + 1
    let pitch = (count + 7) / 8 * 8
    var samples = [Double](repeating: 0, count: origins.count * pitch)
    let values = signal.samples.span
    var all = samples.mutableSpan
    for (i, origin) in origins.enumerated() {
      let (x, y) = (origin.x / scale.x, origin.y / scale.y)
      let (stepX, stepY) = (origin.directionX / scale.x, origin.directionY / scale.y)
      var line = all._mutatingExtracting(i * pitch..<i * pitch + count)
      for k in line.indices {
        let t = first + Double(k) * step
        line[k] = bilinear(values, width: signal.width, height: signal.height, x: x + t * stepX, y: y + t * stepY)
      }
    }
    self.count = count
    self.pitch = pitch
    self.samples = samples
  }

  /// The distance of sample `k`.
  func place(_ k: Int) -> Double { first + Double(k) * step }

  /// The sample nearest to a distance.
  func index(_ distance: Double) -> Int { min(max(Int(((distance - first) / step).rounded()), 0), count - 1) }

  /// Writes the mean of the lines `lines`, sample by sample, to `means`.
  func mean(of lines: [Int], into means: inout [Double]) {
    means.removeAll(keepingCapacity: true)
    means.append(contentsOf: repeatElement(0, count: pitch))
    let all = samples.span
    var eights = means.mutableSpan
    for start in stride(from: 0, to: count, by: 8) {
      var sum = SIMD8<Double>.zero
      for line in lines { sum += all.eight(at: line * pitch + start) }
      eights.write(sum / Double(max(lines.count, 1)), at: start)
    }
    means.removeLast(pitch - count)
  }
}

/// The value between four pixels by straight lines; beyond the border the border's own.
@inline(__always)
private func bilinear(_ values: Span<Float>, width: Int, height: Int, x: Double, y: Double) -> Double {
  precondition(values.count == width * height && width > 0 && height > 0, "Values of another size")
  let cx = min(max(x, 0), Double(width - 1))
  let cy = min(max(y, 0), Double(height - 1))
  let x0 = min(Int(cx), max(width - 2, 0))
  let y0 = min(Int(cy), max(height - 2, 0))
  let fx = cx - Double(x0)
  let fy = cy - Double(y0)
  let (right, below) = (width > 1 ? 1 : 0, height > 1 ? width : 0)
  let i = y0 &* width &+ x0
  let (a, b) = unsafe (Double(values[unchecked: i]), Double(values[unchecked: i &+ right]))
  let (c, d) = unsafe (Double(values[unchecked: i &+ below]), Double(values[unchecked: i &+ below &+ right]))
  let top = a * (1 - fx) + b * fx
  let bottom = c * (1 - fx) + d * fx
  return top * (1 - fy) + bottom * fy
}
