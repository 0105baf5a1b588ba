import Glibc
import Raster
import RasterKernels

/// The longest and the shortest distance across a set of pixels.
///
/// Both start from the convex hull of the pixels' centres and add what lies between the outermost centres and the edge.
/// Where a region's outline is smooth, that is about a quarter of a pixel at each end of the longest distance, which
/// finds the directions with centres close to the edge, and five sixteenths at either side of the shortest, which finds
/// the others: ½ and ⅝ of a pixel in all. On discs, rings and ellipses at any place and rotation this is right within
/// half a pixel in the median; a mask with sharp corners comes out up to one pixel short. Pixels in one line are one pixel wide.
struct Feret {
  /// The longest distance across.
  let longest: Double
  /// How far a pixel reaches in its direction, from edge to edge.
  let pixelAlongLongest: Double
  /// The smallest distance between two parallels that hold the set.
  let shortest: Double
  /// The pixels' centres inside the hull of the pixels' centres.
  let hullPixels: Double

  /// The distances across the pixels whose rows end at `rowEnds`, at least one, in the spacings' unit.
  init(rowEnds: [Point], spacingX: Double, spacingY: Double) {
    let hull = convexHull(of: rowEnds)
    let scaled = hull.map { Point($0.x * spacingX, $0.y * spacingY) }
    // Pick's theorem: half the lattice points on the hull's edge, and one, make up for what its area leaves out.
    hullPixels = area(ofPolygon: hull) + Double(latticePointsOnEdge(of: hull)) / 2 + 1
    guard let (a, b) = farthestPair(ofHull: scaled) else {
      longest = max(spacingX, spacingY)
      pixelAlongLongest = longest
      shortest = min(spacingX, spacingY)
      return
    }
    let length = hypot(a.x - b.x, a.y - b.y)
    let (ux, uy) = ((a.x - b.x) / length, (a.y - b.y) / length)
    pixelAlongLongest = hypot(ux * spacingX, uy * spacingY)
    if hull.count == 2 {
      longest = length + pixelAlongLongest
      shortest = hypot(uy * spacingX, ux * spacingY)
    } else {
      longest = length + 0.5 * pixelAlongLongest
      shortest = leastWidth(of: scaled, spacingX: spacingX, spacingY: spacingY)
    }
  }
}

/// The least width over the directions of the hull's edges, with five eighths of a pixel in that direction.
private func leastWidth(of hull: [Point], spacingX: Double, spacingY: Double) -> Double {
  var least = Double.infinity
  for i in hull.indices {
    let a = hull[i]
    let b = hull[(i + 1) % hull.count]
    let length = hypot(b.x - a.x, b.y - a.y)
    let (nx, ny) = ((a.y - b.y) / length, (b.x - a.x) / length)
    let across = hull.map { abs(($0.x - a.x) * nx + ($0.y - a.y) * ny) }.max() ?? 0
    least = min(least, across + 0.625 * hypot(nx * spacingX, ny * spacingY))
  }
  return least
}

/// The number of whole points on the edge of a polygon with whole corners; those of a line count on both sides.
private func latticePointsOnEdge(of hull: [Point]) -> Int {
  guard hull.count > 1 else { return 0 }
  return hull.indices.reduce(0) { sum, i in
    let next = hull[(i + 1) % hull.count]
    return sum + greatestCommonDivisor(Int(abs(next.x - hull[i].x)), Int(abs(next.y - hull[i].y)))
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
