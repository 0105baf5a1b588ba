import Raster
import RasterKernels

extension Recipe {
  /// A spur from the surface of bone `origin` towards `target`, as long as leaves `gap` mm to the other bones.
  ///
  /// The gap is that of the label maps, so the length is found by halving.
  static func spur(
    from base: Vector, towards target: Vector, bulge: Double, gap: Double, of origin: String, _ scene: PhantomScene,
    spacing: Double
  ) -> LesionBody {
    var low = 0.05
    var high = 1.0
    var trial = scene
    let frame = Frame(covering: scene.bounds, spacing: spacing)
    let bare = Projection(of: scene, in: frame)
    let bodies = scene.boneSolids
    var body = spurBody(from: base, towards: target, bulge: bulge, share: low, origin)
    for _ in 0..<9 {
      let share = (low + high) / 2
      let candidate = spurBody(from: base, towards: target, bulge: bulge, share: share, origin)
      trial.lesions = [candidate]
      var projection = bare
      projection.lesions = [candidate.mineral(outside: bodies, in: frame)]
      let reached = gapTruth(of: trial, PhantomLabels(projection), spacing: frame.spacing) ?? .infinity
      if reached >= gap {
        low = share
        body = candidate
      } else {
        high = share
      }
    }
    return body
  }

  /// A curved horn that covers a `share` of the way, with a dense surface.
  private static func spurBody(
    from base: Vector, towards target: Vector, bulge: Double, share: Double, _ origin: String
  ) -> LesionBody {
    let places = horn(from: base, to: base.towards(target, share), bulge: bulge * share, radius: (8, 3.8))
    let inside = places.dropLast().map { (place: $0.place, radius: $0.radius - 1.6) }
    return LesionBody(
      kind: .spur,
      layers: [
        .init(solids: Solid.chain(places), density: 0.7), .init(solids: Solid.chain(Array(inside)), density: -0.35),
      ], origin: origin)
  }

  /// Places along a bow that leaves the straight line by `bulge` to the right, with radii from one end to the other.
  static func horn(
    from base: Vector, to tip: Vector, bulge: Double, radius: (start: Double, end: Double)
  ) -> [(place: Vector, radius: Double)] {
    let way = tip - base
    let side = Vector(-way.y, way.x) * (bulge / way.length)
    let outward = side.x > 0 ? side : side * -1
    return (0...12).map { index in
      let t = Double(index) / 12
      return (
        place: base.towards(tip, t) + outward * (4 * t * (1 - t)),
        radius: radius.start + (radius.end - radius.start) * t
      )
    }
  }
}
