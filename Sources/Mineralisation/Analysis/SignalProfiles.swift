import Raster

/// Signals sampled along straight lines that start at the sites of an outline, one line each, at equal steps.
struct SignalProfiles {
  /// The distance from the site of the first sample, in millimetres.
  let first: Double
  /// The distance from one sample to the next.
  let step: Double
  /// The number of samples of a line.
  let count: Int
  private var samples: [Double]

  /// Samples a signal from each of the origins along its direction, from the first to the last distance at equal steps.
  init(
    _ signal: Plane<Float>, from origins: [(x: Double, y: Double, directionX: Double, directionY: Double)],
    first: Double, last: Double, step: Double, scale: ImageScale
  ) {
    self.first = first
    self.step = step
    count = Int(((last - first) / step).rounded()) + 1
    samples = []
    samples.reserveCapacity(origins.count * count)
    let values = signal.samples.span
    for origin in origins {
      for k in 0..<count {
        let t = first + Double(k) * step
        samples.append(
          bilinear(
            values, width: signal.width, height: signal.height, x: (origin.x + t * origin.directionX) / scale.x,
            y: (origin.y + t * origin.directionY) / scale.y))
      }
    }
  }

  /// The distance of sample `k`.
  func place(_ k: Int) -> Double { first + Double(k) * step }

  /// The mean of the lines `lines`, sample by sample.
  func mean(of lines: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    let all = samples.span
    var sums = result.mutableSpan
    for line in lines {
      let row = all.extracting(line * count..<(line + 1) * count)
      for k in sums.indices { unsafe sums[unchecked: k] += row[unchecked: k] }
    }
    for k in sums.indices { sums[k] /= Double(max(lines.count, 1)) }
    return result
  }
}

/// The value between four pixels by straight lines; beyond the border the border's own.
func bilinear(_ values: Span<Float>, width: Int, height: Int, x: Double, y: Double) -> Double {
  let cx = min(max(x, 0), Double(width - 1))
  let cy = min(max(y, 0), Double(height - 1))
  let x0 = min(Int(cx), max(width - 2, 0))
  let y0 = min(Int(cy), max(height - 2, 0))
  let fx = cx - Double(x0)
  let fy = cy - Double(y0)
  let x1 = min(x0 + 1, width - 1)
  let y1 = min(y0 + 1, height - 1)
  let top = Double(values[y0 * width + x0]) * (1 - fx) + Double(values[y0 * width + x1]) * fx
  let bottom = Double(values[y1 * width + x0]) * (1 - fx) + Double(values[y1 * width + x1]) * fx
  return top * (1 - fy) + bottom * fy
}
