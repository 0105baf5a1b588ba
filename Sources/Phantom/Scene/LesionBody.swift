/// A lesion's mineral: layers of solids, each adding its density to what lies along the beam.
struct LesionBody {
  /// What kind of lesion a truth file calls it.
  enum Kind: String {
    case uniform
    case rim
    case central
    case spur
    case bridge
    case punctate
  }

  /// Solids that share one density; where they overlap it counts once.
  struct Layer {
    let solids: [Solid]
    /// In units of cortical bone; negative where a core is less dense than what surrounds it.
    let density: Double
  }

  let kind: Kind
  let layers: [Layer]
  /// Millimetres kept free of mineral around native bone, in the plane of the film; `nil` leaves the lesion whole.
  var cleft: Double?
  /// The bone that a spur grows from.
  var origin: String?

  /// Even mineral.
  static func solid(_ solids: [Solid], density: Double) -> LesionBody {
    LesionBody(kind: .uniform, layers: [Layer(solids: solids, density: density)])
  }

  /// A dense shell of `thickness` around a core.
  static func rim(
    _ bodies: [Ellipsoid], thickness: Double, density: Double, core: Double, cleft: Double? = nil
  ) -> LesionBody {
    let cores = bodies.compactMap { $0.shrunk(by: thickness) }.map { Solid.ellipsoid($0) }
    return LesionBody(
      kind: .rim,
      layers: [
        Layer(solids: bodies.map { .ellipsoid($0) }, density: density), Layer(solids: cores, density: core - density),
      ], cleft: cleft)
  }

  /// A dense core in a haze.
  static func central(_ body: Ellipsoid, haze: Double, core: Ellipsoid, density: Double) -> LesionBody {
    LesionBody(
      kind: .central,
      layers: [
        Layer(solids: [.ellipsoid(body)], density: haze), Layer(solids: [.ellipsoid(core)], density: density - haze),
      ])
  }
}
