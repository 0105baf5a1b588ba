public import Raster

/// The squared distance from every pixel's centre to the nearest pixel's centre of `mask`, exact.
///
/// `d²(p) = min over q in mask of (spacingX · (px − qx))² + (spacingY · (py − qy))²` (Felzenszwalb and Huttenlocher 2012).
/// Pixels of the mask get 0; everything is infinite where the mask is empty.
///
/// - Parameters:
///   - mask: the set that distances lead to.
///   - spacingX: the distance from one column to the next.
///   - spacingY: the distance from one row to the next.
/// - Complexity: linear in the number of pixels.
public func squaredDistance(to mask: Mask, spacingX: Double = 1, spacingY: Double = 1) -> Plane<Float> {
  let width = mask.width
  let height = mask.height
  var result = Plane<Float>(width: width, height: height, repeating: .infinity)
  var rows = [Double](repeating: .infinity, count: width * height)
  let bytes = mask.plane.samples.span
  for x in 0..<width {
    var last = -1
    for y in 0..<height {
      if bytes[y * width + x] != 0 { last = y }
      if last >= 0 { rows[y * width + x] = Double(y - last) * spacingY }
    }
    last = -1
    for y in stride(from: height - 1, through: 0, by: -1) {
      if bytes[y * width + x] != 0 { last = y }
      if last >= 0 { rows[y * width + x] = min(rows[y * width + x], Double(last - y) * spacingY) }
    }
  }
  var envelope = LowerEnvelope(count: width, spacing: spacingX)
  result.withMutableSamples { samples in
    for y in 0..<height {
      envelope.transform(rows.span.extracting(y * width..<(y + 1) * width), into: &samples, at: y * width)
    }
  }
  return result
}

/// The lower envelope of parabolas rooted at the columns of one row.
private struct LowerEnvelope {
  private var vertex: [Int]
  private var boundary: [Double]
  private let spacing: Double

  init(count: Int, spacing: Double) {
    vertex = [Int](repeating: 0, count: count)
    boundary = [Double](repeating: 0, count: count + 1)
    self.spacing = spacing
  }

  mutating func transform(_ heights: Span<Double>, into samples: inout MutableSpan<Float>, at offset: Int) {
    var last = -1
    for x in heights.indices where heights[x].isFinite {
      let value = heights[x] * heights[x]
      while last >= 0 {
        let other = heights[vertex[last]] * heights[vertex[last]]
        let a = Double(x) * spacing
        let b = Double(vertex[last]) * spacing
        let crossing = ((value + a * a) - (other + b * b)) / (2 * (a - b))
        if crossing > boundary[last] {
          boundary[last + 1] = crossing
          break
        }
        last -= 1
      }
      last += 1
      vertex[last] = x
      if last == 0 { boundary[0] = -.infinity }
    }
    guard last >= 0 else { return }
    var piece = 0
    for x in heights.indices {
      let place = Double(x) * spacing
      while piece < last, boundary[piece + 1] < place { piece += 1 }
      let away = place - Double(vertex[piece]) * spacing
      let height = heights[vertex[piece]]
      samples[offset + x] = Float(away * away + height * height)
    }
  }
}
