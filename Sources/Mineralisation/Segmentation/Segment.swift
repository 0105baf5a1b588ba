import Raster
import RasterKernels

/// What is where in a radiograph.
public struct Segmentation: Sendable, Equatable {
  /// The field with its polarity.
  public var field: Field
  /// The native bones.
  public var bones: BoneMap
  /// The lesions.
  public var lesions: LesionMap
  /// Millimetres per pixel that the segmentation worked with.
  public var workingScale: Double
  /// What a reader of the numbers should know.
  public var warnings: [String]

  /// A segmentation.
  public init(field: Field, bones: BoneMap, lesions: LesionMap, workingScale: Double, warnings: [String] = []) {
    self.field = field
    self.bones = bones
    self.lesions = lesions
    self.workingScale = workingScale
    self.warnings = warnings
  }
}

/// Finds field, bones and lesions; what the user gave replaces what would be found.
func segment(_ input: AnalysisInput, settings: AnalysisSettings) -> Segmentation {
  let (field, bones, finder, warnings) = lesionFinder(input, settings: settings)
  let lesions =
    input.givenLesions.map { LesionMap(labels: $0, given: true) }
    ?? finder.lesions(regionOfInterest: input.regionOfInterest)
  return Segmentation(
    field: field, bones: bones, lesions: lesions, workingScale: finder.scale.mean, warnings: warnings)
}

/// Everything up to the lesions, and what will find those.
package func lesionFinder(
  _ input: AnalysisInput, settings: AnalysisSettings
) -> (field: Field, bones: BoneMap, finder: LesionFinder, warnings: [String]) {
  let radiograph = input.radiograph
  let ground = Ground(input)
  let finder = LesionFinder(
    radiograph: radiograph, scale: ground.scale, image: ground.image, proposals: ground.proposals,
    polarity: ground.polarity.polarity, bones: ground.bones, cores: ground.cores, brightParts: ground.brightParts,
    allowed: ground.allowed, air: ground.air, limits: CandidateLimits(settings.sensitivity))
  return (
    ground.field, ground.bones, finder,
    warnings(ground.polarity, ground.scale, ground.image, stated: radiograph.statedPolarity != nil)
  )
}

/// What the network says of a radiograph at the working scale.
package func proposals(for input: AnalysisInput) -> Proposals { FirstLook(input.radiograph).view.proposals }

/// What the network's answer tells before lesions are looked for; of the answer itself, the largest thing in memory, only what
/// lesions need is left.
private struct Ground {
  let scale: WorkingScale
  let image: WorkingImage
  let polarity: PolarityFinding
  let field: Field
  let bones: BoneMap
  /// What looked like bone but is the dense core of a lesion, at the working scale as all below.
  let cores: Mask
  let brightParts: BrightParts?
  /// Where lesions may be: tissue, at least 2 mm from its end, letters and metal.
  let allowed: Mask
  let air: Mask
  let proposals: Proposals

  init(_ input: AnalysisInput) {
    let look = FirstLook(input.radiograph)
    let (image, polarity, view) = (look.image, look.polarity, look.view)
    (scale, self.image) = (look.scale, image)
    let fieldFinder = FieldFinder(image: image, shown: view.shown, proposals: view.proposals, white: view.white)
    field = fieldFinder.field(polarity: polarity)
    self.polarity = polarity
    let marks = fieldFinder.marks
    let regions = atWorkingScale(field, image)
    // Made first: bones take the most memory, and the field's masks are let go of before.
    allowed = eroded(
      mask(of: [.tissue, .letters, .metal, .ball], in: regions), radius: 2, spacingX: image.pitchX,
      spacingY: image.pitchY
    ).subtracting(
      dilated(marks.letters.union(marks.metal), radius: 0.5, spacingX: image.pitchX, spacingY: image.pitchY))
    air = mask(of: [.air], in: regions)
    brightParts = BrightParts(marks, view.proposals)
    proposals = view.proposals.whole
    let tissue = mask(of: [.tissue], in: regions)
    (bones, cores) =
      input.givenBones.map { (BoneMap(labels: $0, given: true), Mask(width: image.width, height: image.height)) }
      ?? BoneFinder(image: image, proposals: view.proposals, allowed: tissue, region: input.region).find()
  }
}

/// The region that the middle of each of the working image's pixels shows, by its number.
private func atWorkingScale(_ field: Field, _ image: WorkingImage) -> Plane<UInt8> {
  let map = field.map
  let columns = (0..<image.width).map { min(map.width - 1, (2 * $0 + 1) * map.width / (2 * image.width)) }
  var result = Plane<UInt8>(width: image.width, height: image.height, repeating: Field.Region.tissue.rawValue)
  result.withMutableSamples { samples in
    for y in 0..<image.height {
      let runs = map.runs[map.runIndices(ofRow: min(map.height - 1, (2 * y + 1) * map.height / (2 * image.height)))]
      var out = samples._mutatingExtracting(y * image.width..<(y + 1) * image.width)
      var x = 0
      for run in runs {
        while x < image.width, columns[x] < run.start { x += 1 }
        let start = x
        while x < image.width, columns[x] < run.end { x += 1 }
        var stretch = out._mutatingExtracting(start..<x)
        stretch.update(repeating: UInt8(run.label))
      }
    }
  }
  return result
}

/// Where `regions` shows one of `wanted`.
private func mask(of wanted: [Field.Region], in regions: Plane<UInt8>) -> Mask {
  let bits = wanted.reduce(UInt8(0)) { $0 | 1 << $1.rawValue }
  return Mask(of: regions) { bits >> $0 & 1 != 0 }
}

private func warnings(
  _ polarity: PolarityFinding, _ scale: WorkingScale, _ image: WorkingImage, stated: Bool
) -> [String] {
  var warnings: [String] = []
  if !stated, polarity.confidence < 0.5 {
    warnings.append("polarity unsure: taken as \(polarity.polarity.rawValue); state it if that is wrong")
  }
  if scale.estimated { warnings.append("no pixel spacing: sizes in the image are guessed for the segmentation only") }
  if image.coarse { warnings.append("the image covers more than a square metre and was seen at a coarser scale") }
  return warnings
}
