public import Raster

/// Where the pixels of a target lie in a source: `source = matrix · target + shift`, in pixels.
public struct PixelMap: Sendable, Equatable {
  /// What a column of the target adds to the source's column.
  public var xx: Double
  /// What a row of the target adds to the source's column.
  public var xy: Double
  /// What a column of the target adds to the source's row.
  public var yx: Double
  /// What a row of the target adds to the source's row.
  public var yy: Double
  /// The source's column of the target's first pixel.
  public var shiftX: Double
  /// The source's row of the target's first pixel.
  public var shiftY: Double

  /// A map of these parts.
  public init(xx: Double, xy: Double, yx: Double, yy: Double, shiftX: Double, shiftY: Double) {
    self.xx = xx
    self.xy = xy
    self.yx = yx
    self.yy = yy
    self.shiftX = shiftX
    self.shiftY = shiftY
  }

  /// The place in the source.
  @inlinable
  public func callAsFunction(_ x: Int, _ y: Int) -> Point {
    Point(xx * Double(x) + xy * Double(y) + shiftX, yx * Double(x) + yy * Double(y) + shiftY)
  }
}

/// The plane as a map of the same size sees it, by bilinear interpolation; beyond the border its edge repeats.
///
/// - Precondition: the plane has pixels.
public func resampled(_ plane: Plane<UInt16>, by map: PixelMap) -> Plane<Float> {
  var result = Plane<Float>(width: plane.width, height: plane.height, repeating: 0)
  let source = plane.samples.span
  let width = plane.width
  let lastX = Double(plane.width - 1)
  let lastY = Double(plane.height - 1)
  result.withMutableSamples { samples in
    for y in 0..<plane.height {
      for x in 0..<width {
        let place = map(x, y)
        let px = min(max(place.x, 0), lastX)
        let py = min(max(place.y, 0), lastY)
        let column = Int(px)
        let row = Int(py)
        let fx = px - Double(column)
        let fy = py - Double(row)
        let right = min(column + 1, width - 1)
        let below = min(row + 1, plane.height - 1)
        let a = Double(source[row * width + column])
        let b = Double(source[row * width + right])
        let c = Double(source[below * width + column])
        let d = Double(source[below * width + right])
        let top = a + (b - a) * fx
        samples[y * width + x] = Float(top + (c + (d - c) * fx - top) * fy)
      }
    }
  }
  return result
}

/// The labels as a map of the same size sees them, each pixel that of the nearest; beyond the border there is none.
public func resampledNearest(_ labels: LabelMap, by map: PixelMap) -> LabelMap {
  let width = labels.width
  let height = labels.height
  guard let first = labels.runs.first, let last = labels.runs.last else { return labels }
  let left = labels.runs.reduce(first.start) { min($0, $1.start) }
  let right = labels.runs.reduce(first.end) { max($0, $1.end) }
  // Rows ascend.
  let box = PixelBox(x: left, y: first.y, width: right - left, height: last.y + 1 - first.y)
  let painted = labels.painted(in: box)
  let source = painted.samples.span
  var runs: [LabelRun] = []
  for y in 0..<height {
    for x in 0..<width {
      let place = map(x, y)
      guard place.x >= -0.5, place.y >= -0.5 else { continue }
      let column = Int(place.x + 0.5) - box.x
      let row = Int(place.y + 0.5) - box.y
      guard column >= 0, row >= 0, column < box.width, row < box.height else { continue }
      let label = Int(source[row * box.width + column])
      guard label > 0 else { continue }
      if let last = runs.last, last.y == y, last.end == x, last.label == label {
        runs[runs.count - 1] = LabelRun(label: label, y: y, start: last.start, end: x + 1)
      } else {
        runs.append(LabelRun(label: label, y: y, start: x, end: x + 1))
      }
    }
  }
  return LabelMap(width: width, height: height, count: labels.count, runs: runs)
}
