extension Recipe {
  /// A scene with the middle of a thigh.
  private static func thigh(_ variation: Variation, _ lesions: (ThighAnatomy) -> [LesionBody]) -> PhantomScene {
    let thigh = ThighAnatomy(variation)
    return PhantomScene(
      region: "thigh", bones: [thigh.femur], lesions: lesions(thigh), tissue: thigh.tissue,
      bounds: ThighAnatomy.bounds)
  }

  /// A lesion with a dense rim, kept 1.5 mm off the shaft, and a steel ball of 20 mm beside the limb.
  static let thighRim = Recipe(name: "thigh-rim", format: .png12, spacing: 0.22) { order in
    var scene = thigh(order.variation) { thigh in
      var jitter = order.variation.jitter
      let place = Vector(thigh.radius + 9 + jitter.uniform(-1, 1), jitter.uniform(-8, 8))
      return [
        .rim(
          [
            Ellipsoid(place, radii: Vector(12, 21, 12), angle: 4),
            Ellipsoid(place + Vector(3, 9), radii: Vector(11, 13, 11), angle: -10),
          ], thickness: 2.2, density: 0.85, core: 0.1, cleft: 1.5)
      ]
    }
    scene.metal = [.ball(Vector(-78, 58), radius: 10)]
    scene.ballDiameter = 20
    return scene
  }

  /// An evenly dense lesion in muscle, on an inverted film with collimator borders.
  static let thighSolid = Recipe(name: "thigh-solid", format: .jpeg, isInverted: true, spacing: 0.22) { order in
    var scene = thigh(order.variation) { thigh in
      var jitter = order.variation.jitter
      let place = Vector(-thigh.radius - 19 + jitter.uniform(-2, 2), jitter.uniform(-10, 10), 10)
      return [
        .solid(
          [
            .ellipsoid(Ellipsoid(place, radii: Vector(8, 13, 9), angle: 12)),
            .ellipsoid(Ellipsoid(place + Vector(-3, 10), radii: Vector(7, 8, 8), angle: -20)),
          ], density: 0.32)
      ]
    }
    let bounds = ThighAnatomy.bounds
    scene.exposure.collimator = FilmBounds(
      left: bounds.left + 7, right: bounds.right - 12, top: bounds.top + 5, bottom: bounds.bottom - 5)
    scene.letter = Letter(character: "R", x: 70, y: -64, height: 8)
    return scene
  }

  /// A lesion that is densest at its core.
  static let thighCentral = Recipe(name: "thigh-central", format: .png8) { order in
    thigh(order.variation) { thigh in
      let place = Vector(thigh.radius + 22, -10)
      return [
        .central(
          Ellipsoid(place, radii: Vector(11, 15, 11), angle: 15), haze: 0.22,
          core: Ellipsoid(place + Vector(0.5, 1), radii: Vector(4.5, 7, 4.5), angle: 15), density: 0.8)
      ]
    }
  }

  /// Nothing but the knee.
  static let kneeClean = Recipe(name: "knee-clean", format: .png8, spacing: 0.22) { order in
    knee(order.variation, [])
  }

  /// A cluster of small grains behind the skin of the inner side.
  static let kneeCluster = Recipe(name: "knee-cluster", format: .png16, spacing: 0.22) { order in
    var jitter = order.variation.jitter
    let grains = (0..<9).map { index in
      Solid.ellipsoid(
        Ellipsoid(
          Vector(
            -50 + Double(index % 3) * 4 + jitter.uniform(-1, 1), -6 + Double(index / 3) * 4.5 + jitter.uniform(-1, 1)),
          radii: Vector(jitter.uniform(1, 1.7), jitter.uniform(1, 1.7), 1.6)))
    }
    return knee(order.variation, [LesionBody(kind: .punctate, layers: [.init(solids: grains, density: 0.9)])])
  }

  private static func knee(_ variation: Variation, _ lesions: [LesionBody]) -> PhantomScene {
    let knee = KneeAnatomy(variation)
    return PhantomScene(
      region: "knee", bones: knee.bones, lesions: lesions, tissue: knee.tissue,
      letter: Letter(character: "L", x: 66, y: -72, height: 8), bounds: KneeAnatomy.bounds)
  }
}
