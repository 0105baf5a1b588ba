public import Raster

/// The corners of the smallest convex polygon around `points`, without points inside an edge (monotone chain, Andrew 1979).
///
/// They run from the leftmost point (the upper of several) along the side of greater `y` last, that is clockwise as seen
/// on the screen. Points on one line give its two ends, equal points one, no point none.
public func convexHull(of points: [Point]) -> [Point] {
  let sorted = points.sorted { $0.x != $1.x ? $0.x < $1.x : $0.y < $1.y }
  guard let first = sorted.first, let last = sorted.last else { return [] }
  guard first != last else { return [first] }
  let upper = chain(sorted)
  let lower = chain(sorted.reversed())
  return upper.dropLast() + lower.dropLast()
}

private func chain(_ points: [Point]) -> [Point] {
  var hull: [Point] = []
  for point in points {
    while hull.count > 1, turn(hull[hull.count - 2], hull[hull.count - 1], point) <= 0 { hull.removeLast() }
    hull.append(point)
  }
  return hull
}

/// Twice the signed area of the triangle.
private func turn(_ a: Point, _ b: Point, _ c: Point) -> Double {
  (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// The area of a polygon without crossings, whichever way round.
public func area(ofPolygon corners: [Point]) -> Double {
  guard corners.count > 2 else { return 0 }
  var twice = 0.0
  for i in corners.indices {
    let a = corners[i]
    let b = corners[(i + 1) % corners.count]
    twice += a.x * b.y - b.x * a.y
  }
  return abs(twice) / 2
}

/// The greatest distance between two corners of a convex polygon; 0 for fewer than two.
public func diameter(ofHull corners: [Point]) -> Double {
  guard let (a, b) = farthestPair(ofHull: corners) else { return 0 }
  return distance(a, b)
}

/// The two corners of a convex polygon that lie farthest apart, the first such pair in its order.
///
/// - Returns: `nil` for fewer than two corners.
public func farthestPair(ofHull corners: [Point]) -> (Point, Point)? {
  guard corners.count > 1 else { return nil }
  var best = (corners[0], corners[1])
  var longest = -1.0
  // A hull of pixels has few corners, about the cube root of its length squared: all pairs cost less than they seem to.
  for i in corners.indices {
    for j in corners.indices where j > i {
      let dx = corners[i].x - corners[j].x
      let dy = corners[i].y - corners[j].y
      if dx * dx + dy * dy > longest {
        longest = dx * dx + dy * dy
        best = (corners[i], corners[j])
      }
    }
  }
  return best
}

/// The smallest distance between two parallels that hold a convex polygon; 0 for fewer than three corners.
///
/// One of them lies along an edge, so that every edge is tried.
public func minimumWidth(ofHull corners: [Point]) -> Double {
  guard corners.count > 2 else { return 0 }
  var least = Double.infinity
  for i in corners.indices {
    let a = corners[i]
    let b = corners[(i + 1) % corners.count]
    let length = distance(a, b)
    guard length > 0 else { continue }
    let width = corners.map { abs(turn(a, b, $0)) }.max() ?? 0
    least = min(least, width / length)
  }
  return least.isFinite ? least : 0
}

private func distance(_ a: Point, _ b: Point) -> Double {
  let dx = a.x - b.x
  let dy = a.y - b.y
  return (dx * dx + dy * dy).squareRoot()
}
