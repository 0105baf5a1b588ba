import Glibc
internal import Raster
internal import RasterKernels

/// What a diaphragm left exposed around one piece of tissue: bounded by straight lines of any direction, or by a circle.
struct ExposedPart: Sendable, Equatable {
  /// A straight edge: exposed is what lies at most `reach` mm along the direction (`x`, `y`).
  struct Side: Sendable, Equatable {
    let x: Double
    let y: Double
    let reach: Double

    /// How far inside `point` lies, in mm.
    func depth(of point: Point) -> Double { reach - (x * point.x + y * point.y) }
    /// Whether `point` lies at the edge.
    func isNear(_ point: Point) -> Bool { abs(depth(of: point)) <= ExposedPart.tolerance }
  }

  /// The round edge of a diaphragm, in mm.
  struct Circle: Sendable, Equatable {
    let x: Double
    let y: Double
    let radius: Double
  }

  /// The straight edges.
  private(set) var sides: [Side] = []
  /// The round edge.
  private(set) var circle: Circle?

  /// How far from a straight edge its pixels may lie, in mm.
  static let tolerance = 1.5
  /// The share of the tissue's extent along a straight edge that must lie at it.
  private static let straightShare = 0.4
  /// The share of the outline at a straight edge that must be steep.
  private static let steepShare = 0.7
  /// The share of a circle within the image that must be seen.
  private static let arcShare = 0.2

  /// The part around tissue with the outline `outline`, of which `steep` are the places that end in a step; all in mm.
  ///
  /// Nothing exposed lies beyond a diaphragm, so a straight edge supports the tissue: in each of 360 directions the steep
  /// places that lie within 1.5 mm of the farthest piece of outline must cover four tenths of the tissue's extent across
  /// the direction, and be seven tenths of the outline there. The best of neighbouring directions is an edge. Where less
  /// than half of the steep places lie at straight edges, a circle is tried.
  init(outline: [Point], steep: [Point], width: Double, height: Double, pitch: Double) {
    let hull = convexHull(of: outline)
    guard hull.count >= 3, steep.count >= 10 else { return }
    let found = (0..<360).map { Self.cover(Double($0) * .pi / 180, hull, steep, pitch) }
    for index in found.indices where found[index].share >= Self.straightShare {
      let around = (-10...10).map { found[(index + $0 + 360) % 360].share }
      let earlier = around[..<10].allSatisfy { $0 < found[index].share }
      guard earlier, around[11...].allSatisfy({ $0 <= found[index].share }) else { continue }
      let side = found[index].side
      let steepThere = steep.count { side.isNear($0) }
      if Double(steepThere) >= Self.steepShare * Double(outline.count { side.isNear($0) }) { sides.append(side) }
    }
    let explained = steep.count { point in sides.contains { $0.isNear(point) } }
    if 2 * explained < steep.count { circle = Self.circle(through: steep, hull, width, height, pitch) }
    if circle != nil { sides = [] }
  }

  /// Whether anything bounds the part.
  var isBounded: Bool { !sides.isEmpty || circle != nil }

  /// Whether the place `x`, `y` in mm is exposed, as far as this part's edges tell.
  func contains(_ x: Double, _ y: Double) -> Bool {
    if let circle { return hypot(x - circle.x, y - circle.y) <= circle.radius + 0.5 }
    return sides.allSatisfy { $0.x * x + $0.y * y <= $0.reach + 0.5 }
  }

  /// The supporting line of `hull` in a direction, and the share of the tissue's extent at which steep places lie.
  private static func cover(
    _ angle: Double, _ hull: [Point], _ steep: [Point], _ pitch: Double
  ) -> (side: Side, share: Double) {
    let (x, y) = (cos(angle), sin(angle))
    var reach = -Double.infinity
    var (first, last) = (Double.infinity, -Double.infinity)
    for point in hull {
      reach = max(reach, x * point.x + y * point.y)
      first = min(first, x * point.y - y * point.x)
      last = max(last, x * point.y - y * point.x)
    }
    let count = max(1, Int((last - first) / 2 / pitch) + 1)
    var isSeen = [Bool](repeating: false, count: count)
    for point in steep where reach - (x * point.x + y * point.y) <= tolerance {
      let along = (x * point.y - y * point.x - first) / 2 / pitch
      isSeen[min(max(0, Int(along)), count - 1)] = true
    }
    return (Side(x: x, y: y, reach: reach), Double(isSeen.count { $0 }) / Double(count))
  }

  /// The circle through `steep` by least squares (Kåsa 1976), refitted to what lies near it.
  ///
  /// - Returns: `nil` unless six tenths of `steep` lie within 1 mm, the tissue inside it or at most 4 mm beyond, and a fifth of its
  ///   part within the image are seen; and unless its radius is 20 mm or more.
  private static func circle(
    through steep: [Point], _ hull: [Point], _ width: Double, _ height: Double, _ pitch: Double
  ) -> Circle? {
    var near = steep
    var best: Circle?
    for limit in [16.0, 8, 4, 2, 1] {
      guard let fitted = fit(near) else { return nil }
      best = fitted
      near = steep.filter { abs(hypot($0.x - fitted.x, $0.y - fitted.y) - fitted.radius) <= limit }
    }
    guard let best, best.radius >= 20, 5 * near.count >= 3 * steep.count,
      hull.allSatisfy({ hypot($0.x - best.x, $0.y - best.y) <= best.radius + 4 })
    else { return nil }
    var (inImage, seen) = (0, [Bool](repeating: false, count: 360))
    for degree in 0..<360 {
      let angle = Double(degree) * .pi / 180
      let place = (x: best.x + best.radius * cos(angle), y: best.y + best.radius * sin(angle))
      if place.x > 0, place.y > 0, place.x < width, place.y < height { inImage += 1 }
    }
    for point in near {
      let degree = Int((atan2(point.y - best.y, point.x - best.x) * 180 / .pi).rounded()) + 360
      seen[degree % 360] = true
    }
    return inImage >= 20 && Double(seen.count { $0 }) >= arcShare * Double(inImage) ? best : nil
  }

  private static func fit(_ points: [Point]) -> Circle? {
    guard points.count >= 10 else { return nil }
    let count = Double(points.count)
    let mean = points.reduce((x: 0.0, y: 0.0)) { ($0.x + $1.x / count, $0.y + $1.y / count) }
    var (xx, xy, yy, xr, yr) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for point in points {
      let (x, y) = (point.x - mean.x, point.y - mean.y)
      let squared = x * x + y * y
      xx += x * x
      xy += x * y
      yy += y * y
      xr += x * squared
      yr += y * squared
    }
    let determinant = xx * yy - xy * xy
    guard determinant > 1e-6 * xx * yy else { return nil }
    let x = (xr * yy - yr * xy) / determinant / 2
    let y = (yr * xx - xr * xy) / determinant / 2
    return Circle(x: mean.x + x, y: mean.y + y, radius: (x * x + y * y + (xx + yy) / count).squareRoot())
  }
}
