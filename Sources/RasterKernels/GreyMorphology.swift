public import Raster

/// The highest value in the rectangle of `2 · halfWidth + 1` by `2 · halfHeight + 1` around each pixel.
///
/// What lies beyond the plane is ignored. The cost grows with the logarithm of the sides.
///
/// - Precondition: no half side is negative.
public func dilated(_ plane: Plane<Float>, halfWidth: Int, halfHeight: Int) -> Plane<Float> {
  extremes(plane, halfWidth, halfHeight, outside: .lowest) { $0 > $1 ? $0 : $1 }
}

/// The highest value in the rectangle around each pixel, as the version for `Float` does.
public func dilated(_ plane: Plane<UInt16>, halfWidth: Int, halfHeight: Int) -> Plane<UInt16> {
  extremes(plane, halfWidth, halfHeight, outside: .lowest) { $0 > $1 ? $0 : $1 }
}

/// The lowest value in the rectangle of `2 · halfWidth + 1` by `2 · halfHeight + 1` around each pixel.
///
/// What lies beyond the plane is ignored. The cost grows with the logarithm of the sides.
///
/// - Precondition: no half side is negative.
public func eroded(_ plane: Plane<Float>, halfWidth: Int, halfHeight: Int) -> Plane<Float> {
  extremes(plane, halfWidth, halfHeight, outside: .highest) { $0 < $1 ? $0 : $1 }
}

/// The lowest value in the rectangle around each pixel, as the version for `Float` does.
public func eroded(_ plane: Plane<UInt16>, halfWidth: Int, halfHeight: Int) -> Plane<UInt16> {
  extremes(plane, halfWidth, halfHeight, outside: .highest) { $0 < $1 ? $0 : $1 }
}

/// Erosion, then dilation by the rectangle: removes bright detail that it does not fit into.
public func opened(_ plane: Plane<Float>, halfWidth: Int, halfHeight: Int) -> Plane<Float> {
  dilated(
    eroded(plane, halfWidth: halfWidth, halfHeight: halfHeight), halfWidth: halfWidth, halfHeight: halfHeight)
}

/// Erosion, then dilation by the rectangle, as the version for `Float` does.
public func opened(_ plane: Plane<UInt16>, halfWidth: Int, halfHeight: Int) -> Plane<UInt16> {
  dilated(
    eroded(plane, halfWidth: halfWidth, halfHeight: halfHeight), halfWidth: halfWidth, halfHeight: halfHeight)
}

/// Dilation, then erosion by the rectangle: removes dark detail that it does not fit into.
public func closed(_ plane: Plane<Float>, halfWidth: Int, halfHeight: Int) -> Plane<Float> {
  eroded(
    dilated(plane, halfWidth: halfWidth, halfHeight: halfHeight), halfWidth: halfWidth, halfHeight: halfHeight)
}

/// Dilation, then erosion by the rectangle, as the version for `Float` does.
public func closed(_ plane: Plane<UInt16>, halfWidth: Int, halfHeight: Int) -> Plane<UInt16> {
  eroded(
    dilated(plane, halfWidth: halfWidth, halfHeight: halfHeight), halfWidth: halfWidth, halfHeight: halfHeight)
}

/// What opening by the rectangle removes: bright detail smaller than it, over a level ground.
public func whiteTopHat(_ plane: Plane<Float>, halfWidth: Int, halfHeight: Int) -> Plane<Float> {
  difference(plane, opened(plane, halfWidth: halfWidth, halfHeight: halfHeight)) { $0 - $1 }
}

/// What opening by the rectangle removes, as the version for `Float` does.
public func whiteTopHat(_ plane: Plane<UInt16>, halfWidth: Int, halfHeight: Int) -> Plane<UInt16> {
  difference(plane, opened(plane, halfWidth: halfWidth, halfHeight: halfHeight)) { $0 &- $1 }
}

/// What closing by the rectangle fills: dark detail smaller than it, over a level ground.
public func blackTopHat(_ plane: Plane<Float>, halfWidth: Int, halfHeight: Int) -> Plane<Float> {
  difference(closed(plane, halfWidth: halfWidth, halfHeight: halfHeight), plane) { $0 - $1 }
}

/// What closing by the rectangle fills, as the version for `Float` does.
public func blackTopHat(_ plane: Plane<UInt16>, halfWidth: Int, halfHeight: Int) -> Plane<UInt16> {
  difference(closed(plane, halfWidth: halfWidth, halfHeight: halfHeight), plane) { $0 &- $1 }
}

@inline(__always)
private func difference<Sample: GreySample>(
  _ a: Plane<Sample>, _ b: Plane<Sample>, _ minus: (Sample, Sample) -> Sample
) -> Plane<Sample> {
  var result = a
  let other = b.samples.span
  result.withMutableSamples { samples in
    precondition(samples.count == other.count, "Planes of different sizes")
    for i in samples.indices { unsafe samples[unchecked: i] = minus(samples[unchecked: i], other[unchecked: i]) }
  }
  return result
}

/// Rows first; then strips of columns, which as rows of their own differ from a row in nothing but the step.
@inline(__always)
private func extremes<Sample: GreySample>(
  _ plane: Plane<Sample>, _ halfWidth: Int, _ halfHeight: Int, outside: Sample, pick: (Sample, Sample) -> Sample
) -> Plane<Sample> {
  precondition(halfWidth >= 0 && halfHeight >= 0, "A negative half side")
  var result = plane
  let width = plane.width
  let height = plane.height
  guard width > 0, height > 0 else { return plane }
  result.withMutableSamples { samples in
    if halfWidth > 0 {
      var line = SlidingLine(count: width, step: 1, half: halfWidth, outside: outside)
      for y in 0..<height {
        var row = samples._mutatingExtracting(y * width..<(y + 1) * width)
        line.load(from: row.span, at: 0, stride: width, rows: 1)
        line.slide(pick)
        line.store(to: &row, at: 0, stride: width, rows: 1)
      }
    }
    guard halfHeight > 0 else { return }
    for x in stride(from: 0, to: width, by: stripWidth) {
      let columns = min(stripWidth, width - x)
      var strip = SlidingLine(count: height * columns, step: columns, half: halfHeight, outside: outside)
      strip.load(from: samples.span, at: x, stride: width, rows: height)
      strip.slide(pick)
      strip.store(to: &samples, at: x, stride: width, rows: height)
    }
  }
  return result
}

/// Columns that go through a sliding window together: few enough for a strip to stay in the cache.
private let stripWidth = 16

/// A line of samples with a margin on both sides, and the extreme of a window that slides along it.
///
/// The window is put together from windows of 1, 2, 4, … samples: extremes may overlap.
private struct SlidingLine<Sample: GreySample> {
  private let count: Int
  private let step: Int
  private let half: Int
  private let outside: Sample
  private var front: [Sample]
  private var back: [Sample]

  init(count: Int, step: Int, half: Int, outside: Sample) {
    self.count = count
    self.step = step
    self.half = half
    self.outside = outside
    front = [Sample](repeating: outside, count: count + 2 * half * step)
    back = front
  }

  @inline(__always)
  mutating func load(from samples: Span<Sample>, at start: Int, stride: Int, rows: Int) {
    let columns = count / rows
    let (margin, count, outside) = (half * step, count, outside)
    var line = front.mutableSpan
    for i in 0..<margin {
      line[i] = outside
      line[margin + count + i] = outside
    }
    for y in 0..<rows {
      let row = samples.extracting(start + y * stride..<start + y * stride + columns)
      var out = line._mutatingExtracting(margin + y * columns..<margin + (y + 1) * columns)
      for x in row.indices { out[x] = row[x] }
    }
  }

  @inline(__always)
  mutating func slide(_ pick: (Sample, Sample) -> Sample) {
    let length = 2 * half + 1
    var covered = 1
    var valid = front.count
    while covered * 2 <= length {
      valid -= covered * step
      combine(shift: covered * step, count: valid, pick)
      covered *= 2
    }
    combine(shift: (length - covered) * step, count: count, pick)
  }

  @inline(__always)
  private mutating func combine(shift: Int, count: Int, _ pick: (Sample, Sample) -> Sample) {
    let line = front
    combined(line.span, shift: shift, count: count, into: &back, pick)
    swap(&front, &back)
  }

  @inline(__always)
  func store(to samples: inout MutableSpan<Sample>, at start: Int, stride: Int, rows: Int) {
    let columns = count / rows
    let line = front.span
    for y in 0..<rows {
      var out = samples._mutatingExtracting(start + y * stride..<start + y * stride + columns)
      let row = line.extracting(y * columns..<(y + 1) * columns)
      for x in row.indices { out[x] = row[x] }
    }
  }
}

/// `out[i] = pick(line[i], line[i + shift])` for the first `count` samples.
@inline(__always)
private func combined<Sample: GreySample>(
  _ line: Span<Sample>, shift: Int, count: Int, into out: inout [Sample], _ pick: (Sample, Sample) -> Sample
) {
  let near = line.extracting(0..<count)
  let far = line.extracting(shift..<shift + count)
  var span = out.mutableSpan
  precondition(span.count >= count, "A line shorter than its window")
  for i in 0..<count { unsafe span[unchecked: i] = pick(near[unchecked: i], far[unchecked: i]) }
}
