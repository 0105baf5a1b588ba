/// The middle of a thigh from the front: the shaft runs down the image through the origin.
struct ThighAnatomy {
  let femur: Bone
  let tissue: SoftTissue
  /// The radius of the shaft at the origin.
  let radius: Double
  static let bounds = FilmBounds(left: -92, right: 100, top: -76, bottom: 76)

  init(_ variation: Variation) {
    let s = variation.size
    let c = variation.cortex
    let g = variation.girth
    var jitter = variation.jitter
    radius = 14 * s
    // Bowed a little, as seen from the front.
    let shaft: [Loft.Station] = [
      .init(along: 0, left: -11 * s, right: 20 * s, halfDepth: 16 * s, cortex: 5.2 * c),
      .init(along: 70 * s, left: -13 * s, right: 15.5 * s, halfDepth: 14.5 * s, cortex: 6.2 * c),
      .init(along: 130 * s, left: -14 * s, right: 14 * s, halfDepth: 14 * s, cortex: 6.6 * c),
      .init(along: 190 * s, left: -15.5 * s, right: 13.5 * s, halfDepth: 14.5 * s, cortex: 6 * c),
      .init(along: 260 * s, left: -21 * s, right: 13 * s, halfDepth: 17 * s, cortex: 4.2 * c),
    ]
    femur = Bone(
      name: "femur", parts: [.loft(Vector(0, -130) * s, towards: Vector(0, 0), shaft)])
    let planes = (0..<4).map { index in
      Solid.ellipsoid(
        Ellipsoid(
          Vector(Double(index) * 26 - 40 + jitter.uniform(-6, 6), jitter.uniform(-30, 30), jitter.uniform(-20, 20)),
          radii: Vector(90, 1.1, 16), angle: 88 + jitter.uniform(-9, 9), tilt: jitter.uniform(-20, 20)))
    }
    tissue = SoftTissue(
      body: [.rod(Rod(Vector(4, -330), Vector(4, 330), radii: 88 * g, 66 * g))],
      lean: [.rod(Rod(Vector(2, -330), Vector(2, 330), radii: 74 * g, 55 * g))], fatPlanes: planes)
  }
}
