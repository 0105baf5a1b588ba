import Glibc

/// A hip from the front: the head's centre is the origin, the side of the body lies to the right.
struct HipAnatomy {
  let femur: Bone
  let pelvis: Bone
  let tissue: SoftTissue
  /// The tip of the greater trochanter.
  let trochanter: Vector
  /// Where the ilium's outer edge starts above the socket.
  let iliumEdge: Vector
  static let bounds = FilmBounds(left: -82, right: 106, top: -96, bottom: 86)

  init(_ variation: Variation) {
    let s = variation.size
    let c = variation.cortex
    // The neck's direction; the shaft leans by 7 degrees.
    let angle = radians(variation.neckAngle - 97)
    let neck = Vector(cos(angle), sin(angle))
    let root = neck * (50 * s)
    trochanter = root + Vector(12 * s, -33 * s)
    iliumEdge = Vector(17 * s, -33 * s)
    femur = HipAnatomy.femur(trochanter: trochanter, neck: neck, size: s, cortex: c)
    pelvis = HipAnatomy.pelvis(size: s, cortex: c)
    tissue = HipAnatomy.tissue(variation)
  }

  private static func femur(trochanter: Vector, neck: Vector, size s: Double, cortex c: Double) -> Bone {
    // Along the shaft from the trochanter's tip: to the left the neck's root and the lesser trochanter.
    let shaft: [Loft.Station] = [
      .init(along: 0, left: -5 * s, right: 6 * s, halfDepth: 8 * s, cortex: 0.8 * c),
      .init(along: 10 * s, left: -8 * s, right: 9 * s, halfDepth: 12 * s, cortex: 0.8 * c),
      .init(along: 24 * s, left: -15 * s, right: 13 * s, halfDepth: 16 * s, cortex: 0.9 * c),
      .init(along: 40 * s, left: -25 * s, right: 13 * s, halfDepth: 17 * s, cortex: 1.1 * c),
      .init(along: 56 * s, left: -27 * s, right: 10 * s, halfDepth: 16 * s, cortex: 1.6 * c),
      .init(along: 68 * s, left: -26 * s, right: 8.5 * s, halfDepth: 15 * s, cortex: 2.2 * c),
      .init(along: 84 * s, left: -19 * s, right: 8.5 * s, halfDepth: 14 * s, cortex: 4.0 * c),
      .init(along: 104 * s, left: -17 * s, right: 10.5 * s, halfDepth: 14 * s, cortex: 5.6 * c),
      .init(along: 140 * s, left: -15 * s, right: 12.5 * s, halfDepth: 14 * s, cortex: 6.4 * c),
      .init(along: 200 * s, left: -14 * s, right: 13 * s, halfDepth: 14 * s, cortex: 6.4 * c),
    ]
    let neckStations: [Loft.Station] = [
      .init(along: 0, left: -19 * s, right: 19 * s, halfDepth: 19 * s, cortex: 1 * c),
      .init(along: 12 * s, left: -18 * s, right: 18 * s, halfDepth: 17 * s, cortex: 1.2 * c),
      .init(along: 24 * s, left: -16 * s, right: 15.5 * s, halfDepth: 13.5 * s, cortex: 1.7 * c),
      .init(along: 36 * s, left: -18 * s, right: 16 * s, halfDepth: 13.5 * s, cortex: 1.7 * c),
      .init(along: 50 * s, left: -24 * s, right: 19 * s, halfDepth: 14 * s, cortex: 1.0 * c),
      .init(along: 60 * s, left: -22 * s, right: 14 * s, halfDepth: 12 * s, cortex: 0.8 * c),
    ]
    return Bone(
      name: "femur",
      parts: [
        .ellipsoid(Ellipsoid(Vector(0, 0), radii: Vector(24, 24, 24) * s), cortex: 0.9 * c),
        .loft(trochanter, towards: trochanter + Vector(-0.122, 0.9925), shaft, rounding: (9 * s, 0)),
        .loft(Vector(0, 0), towards: neck, neckStations, rounding: (0, 10 * s)),
      ])
  }

  private static func pelvis(size s: Double, cortex c: Double) -> Bone {
    // Upwards from the socket: the roof, the waist above it, the wing that flares and thins.
    let ilium: [Loft.Station] = [
      .init(along: 0, left: -27 * s, right: 20 * s, halfDepth: 20 * s, cortex: 1.1 * c),
      .init(along: 20 * s, left: -27 * s, right: 26 * s, halfDepth: 21 * s, cortex: 1.1 * c),
      .init(along: 32 * s, left: -24 * s, right: 25 * s, halfDepth: 18 * s, cortex: 1.1 * c),
      .init(along: 46 * s, left: -21 * s, right: 20 * s, halfDepth: 13 * s, cortex: 1.3 * c),
      .init(along: 62 * s, left: -24 * s, right: 22 * s, halfDepth: 9.5 * s, cortex: 1.3 * c),
      .init(along: 84 * s, left: -36 * s, right: 34 * s, halfDepth: 6.5 * s, cortex: 1.2 * c),
      .init(along: 112 * s, left: -50 * s, right: 52 * s, halfDepth: 5 * s, cortex: 1.1 * c),
      .init(along: 150 * s, left: -58 * s, right: 60 * s, halfDepth: 5 * s, cortex: 1.1 * c),
    ]
    let ischium: [Loft.Station] = [
      .init(along: 0, left: -16 * s, right: 18 * s, halfDepth: 20 * s, cortex: 1.1 * c),
      .init(along: 30 * s, left: -14 * s, right: 18 * s, halfDepth: 19 * s, cortex: 1.2 * c),
      .init(along: 52 * s, left: -11 * s, right: 12 * s, halfDepth: 14 * s, cortex: 1.5 * c),
      .init(along: 70 * s, left: -14 * s, right: 13 * s, halfDepth: 14 * s, cortex: 1.3 * c),
      .init(along: 84 * s, left: -14 * s, right: 12 * s, halfDepth: 13 * s, cortex: 1.2 * c),
    ]
    var parts: [Bone.Part] = [
      .loft(Vector(-9, -4) * s, towards: Vector(-15, -104) * s, ilium, rounding: (8 * s, 0)),
      .loft(Vector(-20, -6) * s, towards: Vector(-31, 78) * s, ischium, rounding: (8 * s, 14 * s)),
      // The wall behind the head.
      .ellipsoid(Ellipsoid(Vector(-9, 3, 17) * s, radii: Vector(24, 27, 17) * s, angle: -20), cortex: 1.0 * c),
    ]
    parts += Bone.Part.rods([
      (Vector(-22, 0) * s, 15 * s, 1.1 * c), (Vector(-40, 13) * s, 9.5 * s, 1.4 * c),
      (Vector(-62, 24) * s, 8 * s, 1.5 * c),
      (Vector(-80, 30) * s, 10 * s, 1.2 * c), (Vector(-100, 34) * s, 13 * s, 1.2 * c),
    ])
    parts += Bone.Part.rods([
      (Vector(-34, 68) * s, 11 * s, 1.2 * c), (Vector(-50, 69) * s, 7.5 * s, 1.4 * c),
      (Vector(-68, 61) * s, 6.5 * s, 1.4 * c),
      (Vector(-92, 42) * s, 9 * s, 1.2 * c),
    ])
    // 4 mm of cartilage, and the dense plate that faces it.
    return Bone(
      name: "pelvis", parts: parts, socket: Bone.Socket(centre: Vector(0, 0), radius: 28 * s, plate: 1.5 * c))
  }

  private static func tissue(_ variation: Variation) -> SoftTissue {
    let g = variation.girth
    var jitter = variation.jitter
    func outline(_ inset: Double, _ depth: Double) -> Solid {
      .loft(
        Loft(
          Vector(0, -220), towards: Vector(0, 220),
          [
            .init(along: 0, left: -210, right: 80 * g - inset, halfDepth: 105 * g - depth),
            .init(along: 130, left: -200, right: 80 * g - inset, halfDepth: 104 * g - depth),
            .init(along: 190, left: -185, right: 90 * g - inset, halfDepth: 100 * g - depth),
            .init(along: 235, left: -165, right: 97 * g - inset, halfDepth: 96 * g - depth),
            .init(along: 300, left: -150, right: 95 * g - inset, halfDepth: 88 * g - depth),
            .init(along: 440, left: -130, right: 84 * g - inset, halfDepth: 80 * g - depth),
          ]))
    }
    let planes = (0..<5).map { index in
      Solid.ellipsoid(
        Ellipsoid(
          Vector(Double(index) * 22 - 30 + jitter.uniform(-6, 6), jitter.uniform(0, 60), jitter.uniform(-20, 20)),
          radii: Vector(70, 1.2, 18), angle: 82 + jitter.uniform(-16, 16), tilt: jitter.uniform(-20, 20)))
    }
    return SoftTissue(body: [outline(0, 0)], lean: [outline(17 * g, 16 * g)], fatPlanes: planes)
  }
}
