/// A knee from the front: the joint line runs through the origin, the fibula lies to the right.
struct KneeAnatomy {
  let bones: [Bone]
  let tissue: SoftTissue
  static let bounds = FilmBounds(left: -78, right: 84, top: -80, bottom: 80)

  init(_ variation: Variation) {
    let s = variation.size
    let c = variation.cortex
    let g = variation.girth
    // The kneecap last: seen from the front the femur covers it, and it has no label of its own.
    bones = [
      KneeAnatomy.femur(size: s, cortex: c), KneeAnatomy.tibia(size: s, cortex: c),
      KneeAnatomy.fibula(size: s, cortex: c), KneeAnatomy.patella(size: s, cortex: c),
    ]
    tissue = SoftTissue(
      body: [.rod(Rod(Vector(2, -200), Vector(2, 200), radii: 72 * g, 50 * g))],
      lean: [.rod(Rod(Vector(2, -200), Vector(2, 200), radii: 60 * g, 42 * g))],
      fatPlanes: [
        .ellipsoid(Ellipsoid(Vector(-44, -40), radii: Vector(60, 1.5, 20), angle: 84)),
        .ellipsoid(Ellipsoid(Vector(42, -44), radii: Vector(60, 1.5, 20), angle: 98)),
        .ellipsoid(Ellipsoid(Vector(0, 12, -28), radii: Vector(16, 20, 8))),
      ])
  }

  private static func femur(size s: Double, cortex c: Double) -> Bone {
    // Down the shaft, flaring above the condyles.
    let shaft: [Loft.Station] = [
      .init(along: 0, left: -14 * s, right: 15 * s, halfDepth: 14.5 * s, cortex: 6 * c),
      .init(along: 58 * s, left: -16 * s, right: 16.5 * s, halfDepth: 15 * s, cortex: 4.6 * c),
      .init(along: 80 * s, left: -20 * s, right: 20 * s, halfDepth: 17 * s, cortex: 2.4 * c),
      .init(along: 96 * s, left: -29 * s, right: 27 * s, halfDepth: 20 * s, cortex: 1.2 * c),
      .init(along: 110 * s, left: -38 * s, right: 36 * s, halfDepth: 24 * s, cortex: 0.9 * c),
      .init(along: 124 * s, left: -40.5 * s, right: 39 * s, halfDepth: 27 * s, cortex: 0.9 * c),
      .init(along: 138 * s, left: -37 * s, right: 36 * s, halfDepth: 24 * s, cortex: 0.9 * c),
    ]
    return Bone(
      name: "femur",
      parts: [
        .loft(Vector(0, -150) * s, towards: Vector(0, 0), shaft, rounding: (0, 12 * s)),
        .ellipsoid(Ellipsoid(Vector(-20.5, -22, 5) * s, radii: Vector(20, 19.5, 29) * s), cortex: 0.9 * c),
        .ellipsoid(Ellipsoid(Vector(19.5, -21.5, 5) * s, radii: Vector(19.5, 19, 29) * s), cortex: 0.9 * c),
      ])
  }

  private static func tibia(size s: Double, cortex c: Double) -> Bone {
    // Down from the plateau.
    let shaft: [Loft.Station] = [
      .init(along: 0, left: -37 * s, right: 37 * s, halfDepth: 22 * s, cortex: 1.2 * c),
      .init(along: 9 * s, left: -39 * s, right: 39 * s, halfDepth: 24 * s, cortex: 1.1 * c),
      .init(along: 19 * s, left: -36 * s, right: 35 * s, halfDepth: 22 * s, cortex: 1.0 * c),
      .init(along: 33 * s, left: -27 * s, right: 26 * s, halfDepth: 19 * s, cortex: 1.6 * c),
      .init(along: 52 * s, left: -20 * s, right: 18 * s, halfDepth: 17 * s, cortex: 3.2 * c),
      .init(along: 76 * s, left: -17 * s, right: 14 * s, halfDepth: 15 * s, cortex: 4.4 * c),
      .init(along: 140 * s, left: -15.5 * s, right: 12 * s, halfDepth: 14 * s, cortex: 5.4 * c),
    ]
    return Bone(
      name: "tibia",
      parts: [
        .loft(Vector(0, 3) * s, towards: Vector(0, 100), shaft, rounding: (5 * s, 0)),
        // The two spines between the condyles.
        .rod(Rod(Vector(-6, 8) * s, Vector(-4.5, -3.5) * s, radii: 5.5 * s, 1.6 * s), cortex: 0.8),
        .rod(Rod(Vector(7, 8) * s, Vector(5.5, -2) * s, radii: 5.5 * s, 1.6 * s), cortex: 0.8),
      ])
  }

  private static func fibula(size s: Double, cortex c: Double) -> Bone {
    let shaft: [Loft.Station] = [
      .init(along: 0, left: -6 * s, right: 6 * s, halfDepth: 7 * s, cortex: 0.8 * c),
      .init(along: 9 * s, left: -9 * s, right: 9 * s, halfDepth: 9 * s, cortex: 0.9 * c),
      .init(along: 20 * s, left: -7.5 * s, right: 7.5 * s, halfDepth: 7.5 * s, cortex: 1.3 * c),
      .init(along: 34 * s, left: -5.4 * s, right: 5.4 * s, halfDepth: 5.4 * s, cortex: 2 * c),
      .init(along: 120 * s, left: -6 * s, right: 6 * s, halfDepth: 6 * s, cortex: 2.6 * c),
    ]
    let parts: [Bone.Part] = [
      .loft(Vector(37, 20) * s, towards: Vector(31, 120) * s, shaft.map { $0.moved(z: 14 * s) }, rounding: (6 * s, 0))
    ]
    return Bone(name: "fibula", parts: parts)
  }

  private static func patella(size s: Double, cortex c: Double) -> Bone {
    Bone(
      name: "patella",
      parts: [
        .ellipsoid(Ellipsoid(Vector(1, -44, -36) * s, radii: Vector(20, 21, 8) * s), cortex: 0.7 * c)
      ], trabeculae: 0.13)
  }
}
