public import Raster

/// The distance from every pixel's centre to the edge of a set, negative inside, from how much of each pixel it covers.
///
/// The edge runs through every pixel of at least half coverage that has a neighbour below: `½ − coverage` of a pixel away
/// from its centre, so that a reduced mask keeps its edge to a fraction of a pixel. Every other pixel takes the distance to
/// the nearest of these (exact, ``nearestPixel(of:spacingX:spacingY:)``) and that one's own offset. The plane's border is
/// no edge. Without any edge every pixel is `limit` away: outside of nothing, inside of everything.
///
/// - Parameters:
///   - coverage: 0 outside to 1 inside.
///   - spacingX: the distance from one column to the next.
///   - spacingY: the distance from one row to the next.
///   - limit: distances beyond are cut to this.
/// - Complexity: linear in the number of pixels.
public func signedDistance(
  toEdgeOf coverage: Plane<Float>, spacingX: Double = 1, spacingY: Double = 1, limit: Double
) -> Plane<Float> {
  let edge = edgePixels(of: coverage)
  let nearest = nearestPixel(of: edge, spacingX: spacingX, spacingY: spacingY)
  let pitch = Float((spacingX * spacingY).squareRoot())
  let bound = Float(limit)
  var result = nearest.squaredDistance
  let places = nearest.index.samples.span
  let covered = coverage.samples.span
  result.withMutableSamples { samples in
    for i in samples.indices {
      let inside = covered[i] >= 0.5
      guard places[i] >= 0 else {
        samples[i] = inside ? -bound : bound
        continue
      }
      let away = samples[i].squareRoot()
      let value = (inside ? -away : away) + (0.5 - covered[Int(places[i])]) * pitch
      samples[i] = max(-bound, min(bound, value))
    }
  }
  return result
}

/// The pixels of at least half coverage with one of less beside, above or below.
private func edgePixels(of coverage: Plane<Float>) -> Mask {
  let width = coverage.width
  let height = coverage.height
  var edge = Mask(width: width, height: height)
  let covered = coverage.samples.span
  edge.withMutableBytes { bytes in
    for y in 0..<height {
      for x in 0..<width where covered[y * width + x] >= 0.5 {
        let i = y * width + x
        let isEdge =
          (x > 0 && covered[i - 1] < 0.5) || (x < width - 1 && covered[i + 1] < 0.5)
          || (y > 0 && covered[i - width] < 0.5) || (y < height - 1 && covered[i + width] < 0.5)
        if isEdge { bytes[i] = 1 }
      }
    }
  }
  return edge
}
