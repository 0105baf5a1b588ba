public import Raster

// What the kernels over grey values compute, in the plainest way; a reference for tests and nothing else.

extension Plane {
  /// The sample at a place that is moved to the nearest one inside.
  public func clamped(_ x: Int, _ y: Int) -> Sample { self[min(max(x, 0), width - 1), min(max(y, 0), height - 1)] }

  /// A plane of the same size, computed pixel by pixel.
  public func slowMap<Other>(_ value: (Int, Int) -> Other) -> Plane<Other> {
    Plane<Other>(width: width, height: height, samples: (0..<width * height).map { value($0 % width, $0 / width) })
  }
}

/// Correlation with `tapsX` along rows and `tapsY` along columns, the border repeated.
public func slowConvolved(_ plane: Plane<Float>, tapsX: [Float], tapsY: [Float]) -> Plane<Float> {
  let rows = plane.slowMap { x, y in
    Float(
      tapsX.indices.reduce(0.0) { $0 + Double(tapsX[$1]) * Double(plane.clamped(x + $1 - tapsX.count / 2, y)) })
  }
  return plane.slowMap { x, y in
    Float(
      tapsY.indices.reduce(0.0) { $0 + Double(tapsY[$1]) * Double(rows.clamped(x, y + $1 - tapsY.count / 2)) })
  }
}

/// The extreme of the rectangle around each pixel, cut to the plane.
public func slowExtreme<Sample>(
  _ plane: Plane<Sample>, halfWidth: Int, halfHeight: Int, _ pick: (Sample, Sample) -> Sample
) -> Plane<Sample> {
  plane.slowMap { x, y in
    var best = plane[x, y]
    for py in max(y - halfHeight, 0)...min(y + halfHeight, plane.height - 1) {
      for px in max(x - halfWidth, 0)...min(x + halfWidth, plane.width - 1) { best = pick(best, plane[px, py]) }
    }
    return best
  }
}

/// Area means by the overlap of every target pixel with every source pixel.
public func slowAreaReduced(_ plane: Plane<Float>, toWidth width: Int, height: Int) -> Plane<Float> {
  func overlap(_ i: Int, _ target: Int, _ j: Int, _ count: Int) -> Double {
    let scale = Double(count) / Double(target)
    return max(0, min(Double(i + 1) * scale, Double(j + 1)) - max(Double(i) * scale, Double(j)))
  }
  return Plane<Float>(width: width, height: height, repeating: 0).slowMap { x, y in
    var sum = 0.0
    var weights = 0.0
    for py in 0..<plane.height {
      for px in 0..<plane.width {
        let weight = overlap(x, width, px, plane.width) * overlap(y, height, py, plane.height)
        sum += weight * Double(plane[px, py])
        weights += weight
      }
    }
    return Float(sum / weights)
  }
}

/// The value below which a share `q` lies, by sorting.
public func slowQuantile(_ q: Double, of values: [Double]) -> Double? {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return nil }
  let place = q * Double(sorted.count - 1)
  let lower = sorted[Int(place)]
  let upper = sorted[min(Int(place) + 1, sorted.count - 1)]
  return lower + (upper - lower) * (place - place.rounded(.down))
}

/// The largest difference between two planes of one size.
public func largestDifference(_ a: Plane<Float>, _ b: Plane<Float>) -> Float {
  zip(a.samples, b.samples).map { $0 == $1 ? 0 : abs($0 - $1) }.max() ?? 0
}
