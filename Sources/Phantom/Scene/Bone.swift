/// A bone: solids with a cortex around marrow, perhaps hollowed by a joint's socket.
struct Bone {
  /// One solid of a bone and the marrow space inside it.
  struct Part {
    let outside: Solid
    let marrow: Solid?

    static func ellipsoid(_ body: Ellipsoid, cortex: Double) -> Part {
      Part(outside: .ellipsoid(body), marrow: body.shrunk(by: cortex).map { .ellipsoid($0) })
    }

    static func rod(_ body: Rod, cortex: Double, _ endCortex: Double? = nil) -> Part {
      Part(outside: .rod(body), marrow: body.shrunk(by: cortex, endCortex ?? cortex).map { .rod($0) })
    }

    /// A body that changes smoothly along an axis.
    static func loft(
      _ start: Vector, towards end: Vector, _ stations: [Loft.Station], rounding: (start: Double, end: Double) = (0, 0)
    ) -> Part {
      Part(
        outside: .loft(Loft(start, towards: end, stations, rounding: rounding)),
        marrow: .loft(Loft(start, towards: end, stations, rounding: rounding, isMarrow: true)))
    }

    /// Rods from place to place whose cortex changes with them.
    static func rods(_ stations: [(place: Vector, radius: Double, cortex: Double)]) -> [Part] {
      zip(stations, stations.dropFirst()).map { a, b in
        .rod(Rod(a.place, b.place, radii: a.radius, b.radius), cortex: a.cortex, b.cortex)
      }
    }
  }

  /// A ball that is cut out, with the thickness of the plate that lines it.
  struct Socket {
    let ball: Ellipsoid
    let plate: Ellipsoid

    init(centre: Vector, radius: Double, plate: Double) {
      ball = Ellipsoid(centre, radii: Vector(radius, radius, radius))
      self.plate = Ellipsoid(centre, radii: Vector(radius + plate, radius + plate, radius + plate))
    }
  }

  let name: String
  var parts: [Part]
  var socket: Socket?
  /// The share of bone in the marrow space.
  var trabeculae: Double = 0.17

  var bounds: FilmBounds? {
    parts.map(\.outside.bounds).reduce(nil) { $0?.union($1) ?? $1 }
  }
}
