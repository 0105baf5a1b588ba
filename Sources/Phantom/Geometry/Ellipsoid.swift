import Glibc

/// An ellipsoid in any position.
package struct Ellipsoid {
  let centre: Vector
  let radii: Vector
  let bounds: FilmBounds
  private let axes: Axes
  /// The axes divided by their radii: the rows of A in |A (p − c)| ≤ 1.
  private let scaled: Axes

  /// Three vectors at right angles.
  private struct Axes {
    var first: Vector
    var second: Vector
    var third: Vector
  }

  /// Axes turned by `angle` degrees in the plane of the film, then by `tilt` degrees about the first axis.
  package init(_ centre: Vector, radii: Vector, angle: Double = 0, tilt: Double = 0) {
    let a = radians(angle)
    let t = radians(tilt)
    self.init(
      centre: centre, radii: radii,
      axes: Axes(
        first: Vector(cos(a), sin(a), 0), second: Vector(-sin(a) * cos(t), cos(a) * cos(t), sin(t)),
        third: Vector(sin(a) * sin(t), -cos(a) * sin(t), cos(t))))
  }

  private init(centre: Vector, radii: Vector, axes: Axes) {
    self.centre = centre
    self.radii = radii
    self.axes = axes
    scaled = Axes(
      first: axes.first * (1 / radii.x), second: axes.second * (1 / radii.y), third: axes.third * (1 / radii.z))
    let reachX = Vector(axes.first.x * radii.x, axes.second.x * radii.y, axes.third.x * radii.z).length
    let reachY = Vector(axes.first.y * radii.x, axes.second.y * radii.y, axes.third.y * radii.z).length
    bounds = FilmBounds(
      left: centre.x - reachX, right: centre.x + reachX, top: centre.y - reachY, bottom: centre.y + reachY)
  }

  /// The part of the ray through `x`, `y` inside: the roots of |A (p − c)|² = 1 along z.
  func interval(_ x: Double, _ y: Double) -> Interval? {
    let place = Vector(x - centre.x, y - centre.y, 0)
    let along = Vector(scaled.first.dot(place), scaled.second.dot(place), scaled.third.dot(place))
    let slope = Vector(scaled.first.z, scaled.second.z, scaled.third.z)
    let a = slope.dot(slope)
    let b = along.dot(slope)
    let discriminant = b * b - a * (along.dot(along) - 1)
    guard discriminant > 0 else { return nil }
    let half = discriminant.squareRoot()
    return Interval(start: centre.z + (-b - half) / a, end: centre.z + (-b + half) / a)
  }

  /// The ellipsoid with every radius `depth` smaller.
  func shrunk(by depth: Double) -> Ellipsoid? {
    guard min(radii.x, radii.y, radii.z) > depth else { return nil }
    return Ellipsoid(
      centre: centre, radii: Vector(radii.x - depth, radii.y - depth, radii.z - depth), axes: axes)
  }
}
