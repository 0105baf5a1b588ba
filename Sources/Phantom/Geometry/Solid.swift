/// A body whose path length along the beam is known in closed form.
package enum Solid {
  case ellipsoid(Ellipsoid)
  case rod(Rod)
  case loft(Loft)

  var bounds: FilmBounds {
    switch self {
    case .ellipsoid(let body): body.bounds
    case .rod(let body): body.bounds
    case .loft(let body): body.bounds
    }
  }

  func interval(_ x: Double, _ y: Double) -> Interval? {
    switch self {
    case .ellipsoid(let body): body.interval(x, y)
    case .rod(let body): body.interval(x, y)
    case .loft(let body): body.interval(x, y)
    }
  }

  package static func ball(_ centre: Vector, radius: Double) -> Solid {
    .ellipsoid(Ellipsoid(centre, radii: Vector(radius, radius, radius)))
  }

  /// Rods from place to place: a curved spur.
  static func chain(_ places: [(place: Vector, radius: Double)]) -> [Solid] {
    zip(places, places.dropFirst()).map { a, b in .rod(Rod(a.place, b.place, radii: a.radius, b.radius)) }
  }
}
