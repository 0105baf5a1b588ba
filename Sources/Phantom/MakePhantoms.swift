import Raster
import RasterCodecs

/// Which phantoms to make.
public struct PhantomOptions: Sendable, Equatable {
  /// The number that everything random is drawn from.
  public var seed: UInt64
  /// How many; the kinds repeat with other bodies after ``PhantomOptions/kindCount``.
  public var count: Int
  /// The gap that spurs leave, in mm; `nil` leaves it to the kind.
  public var gap: Double?
  /// What all are stored as; `nil` leaves it to the kind.
  public var format: PhantomFormat?
  /// Millimetres per pixel; `nil` leaves it to the kind.
  public var spacing: Double?

  /// How many kinds there are.
  public static var kindCount: Int { Recipe.all.count }

  /// The kinds that ``Phantom/name`` begins with, in the order in which they are made.
  public static var kinds: [String] { Recipe.all.map(\.name) }

  /// Options as stated.
  ///
  /// - Precondition: `count` is at least 0, `gap` above 0 and `spacing` between 0.05 and 1.
  public init(
    seed: UInt64 = 1, count: Int = 6, gap: Double? = nil, format: PhantomFormat? = nil, spacing: Double? = nil
  ) {
    precondition(count >= 0, "A negative number of phantoms")
    precondition(gap.map { $0 > 0 && $0.isFinite } ?? true, "A gap of no width")
    precondition(spacing.map { (0.05...1).contains($0) } ?? true, "A spacing out of range")
    self.seed = seed
    self.count = count
    self.gap = gap
    self.format = format
    self.spacing = spacing
  }
}

/// Makes phantom number `index` of a series; each depends on the seed and its number only.
public func makePhantom(_ index: Int, options: PhantomOptions) -> Phantom {
  let recipe = Recipe.all[index % Recipe.all.count]
  let seed = options.seed &* 1_000_003 &+ UInt64(index)
  let spacing = options.spacing ?? recipe.spacing
  let scene = recipe.scene(.init(variation: Variation(seed: seed), gap: options.gap, spacing: spacing))
  let frame = Frame(covering: scene.bounds, spacing: spacing)
  let projection = Projection(of: scene, in: frame)
  let labels = PhantomLabels(projection)
  let film = exposedFilm(scene, projection, in: frame, seed: seed)
  let metal = pathLengths(of: scene.metal, in: frame).atLeast(0.1)
  let shown = developed(film, exposure: scene.exposure, metal: metal, in: frame)
  let format = options.format ?? recipe.format
  let number = index + 1
  let name = "phantom-\(number < 10 ? "0" : "")\(number)-\(recipe.name)"
  return Phantom(
    name: name, image: stored(shown, as: format, isInverted: recipe.isInverted),
    truth: truth(
      of: scene, projection, labels, image: name + "." + format.fileExtension, spacing: spacing,
      isInverted: recipe.isInverted), lesions: labels.lesions, bones: labels.bones)
}

private func truth(
  of scene: PhantomScene, _ projection: Projection, _ labels: PhantomLabels, image: String, spacing: Double,
  isInverted: Bool
) -> PhantomTruth {
  let lesions = scene.lesions.indices.compactMap {
    LesionTruth(id: $0 + 1, of: scene, projection, labels, spacing: spacing)
  }
  let gap = scene.isGraded ? gapTruth(of: scene, labels, spacing: spacing) : nil
  let grade = scene.isGraded ? GradeTruth(lesions: lesions, gap: gap) : nil
  return PhantomTruth(
    image: image, spacing: spacing, width: labels.bones.width, height: labels.bones.height,
    bones: scene.bones.map(\.name), lesions: lesions, brooker: grade?.brooker, dellaValle: grade?.dellaValle, gap: gap,
    polarity: isInverted ? "bone-dark" : "bone-bright", region: scene.region, ballDiameter: scene.ballDiameter)
}

/// The bytes of a picture whose brightness lies in 0...1.
private func stored(_ shown: Plane<Float>, as format: PhantomFormat, isInverted: Bool) -> [UInt8] {
  let top: Float =
    switch format {
    case .png8, .jpeg: 255
    case .png12: 4095
    case .png16: 65_535
    }
  let values = shown.samples.map { UInt16((isInverted ? 1 - $0 : $0) * top + 0.5) }
  let plane16 = Plane(width: shown.width, height: shown.height, samples: values)
  switch format {
  case .png12: return encodePNG16(plane16, effort: .small, tags: PNGTags(significantBits: 12))
  case .png16: return encodePNG16(plane16, effort: .small)
  case .png8, .jpeg:
    let plane8 = Plane(width: shown.width, height: shown.height, samples: values.map { UInt8($0) })
    return format == .jpeg ? encodeJPEG(plane8, quality: 92) : encodePNG8(plane8, effort: .small)
  }
}
