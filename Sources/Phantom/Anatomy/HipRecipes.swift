extension Recipe {
  /// A scene with a hip and what `lesions` add to it.
  private static func hip(_ variation: Variation, _ lesions: (HipAnatomy) -> [LesionBody]) -> PhantomScene {
    let hip = HipAnatomy(variation)
    return PhantomScene(
      region: "hip", bones: [hip.femur, hip.pelvis], lesions: lesions(hip), tissue: hip.tissue,
      letter: Letter(character: "L", x: 86, y: -84, height: 9), bounds: HipAnatomy.bounds)
  }

  /// Two islands beside the neck (Brooker I).
  static let hipIslands = Recipe(name: "hip-islands", format: .png12) { order in
    hip(order.variation) { hip in
      var jitter = order.variation.jitter
      let place = hip.trochanter + Vector(-8 + jitter.uniform(-3, 3), -22 + jitter.uniform(-3, 3))
      return [
        .rim(
          [
            Ellipsoid(place, radii: Vector(8.5, 6, 6), angle: -30),
            Ellipsoid(place + Vector(5, 4), radii: Vector(6, 5.5, 5.5)),
          ], thickness: 1.3, density: 0.95, core: 0.1),
        .solid([.ellipsoid(Ellipsoid(place + Vector(16, 17), radii: Vector(4.2, 3.2, 3.4), angle: 40))], density: 0.7),
      ]
    }
  }

  /// A spur that grows from the greater trochanter towards the ilium and stops `gap` mm before it (II or III).
  static let hipSpur = Recipe(name: "hip-spur", format: .png8) { order in
    var scene = hip(order.variation) { _ in [] }
    let hip = HipAnatomy(order.variation)
    scene.lesions = [
      spur(
        from: hip.trochanter + Vector(-1, 8), towards: hip.iliumEdge + Vector(-2, -8), bulge: 7, gap: order.gap ?? 7,
        of: "femur", scene, spacing: order.spacing)
    ]
    return scene
  }

  /// A spur that grows down from the ilium.
  static let pelvicSpur = Recipe(name: "hip-pelvic-spur", format: .png12) { order in
    var scene = hip(order.variation) { _ in [] }
    let hip = HipAnatomy(order.variation)
    scene.lesions = [
      spur(
        from: hip.iliumEdge + Vector(-12, -18), towards: hip.trochanter + Vector(4, 4), bulge: 10, gap: order.gap ?? 14,
        of: "pelvis", scene, spacing: order.spacing)
    ]
    return scene
  }

  /// A bridge from the trochanter to the ilium (IV).
  static let hipBridge = Recipe(name: "hip-bridge", format: .png12) { order in
    hip(order.variation) { hip in
      var jitter = order.variation.jitter
      let bow = horn(
        from: hip.trochanter + Vector(-2, 8), to: hip.iliumEdge + Vector(-12, -12), bulge: 13, radius: (7.5, 8.5))
      // Uneven, as grown bone is.
      let places = bow.map { (place: $0.place, radius: $0.radius + jitter.uniform(-1.3, 0.8)) }
      let outside = Solid.chain(places)
      let inside = Solid.chain(places.map { (place: $0.place, radius: $0.radius - 1.8) })
      return [
        LesionBody(
          kind: .bridge, layers: [.init(solids: outside, density: 0.7), .init(solids: inside, density: -0.4)])
      ]
    }
  }

  /// Nothing but the hip.
  static let hipClean = Recipe(name: "hip-clean", format: .png8) { order in hip(order.variation) { _ in [] } }
}
