import Glibc
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
  let scale = WorkingScale(radiograph)
  let image = WorkingImage(radiograph, scale: scale)
  let ground = Ground(image, input)
  let finder = LesionFinder(
    radiograph: radiograph, scale: scale, image: image, proposals: ground.proposals, polarity: ground.polarity.polarity,
    bones: ground.bones, cores: ground.cores, brightParts: ground.brightParts, allowed: ground.allowed, air: ground.air,
    limits: CandidateLimits(settings.sensitivity))
  return (
    ground.field, ground.bones, finder,
    warnings(ground.polarity, scale, image, stated: radiograph.statedPolarity != nil)
  )
}

/// What the network says of a radiograph at the working scale.
package func proposals(for input: AnalysisInput) -> Proposals {
  let radiograph = input.radiograph
  let image = WorkingImage(radiograph, scale: WorkingScale(radiograph))
  return propose(image, stated: radiograph.statedPolarity).1.proposals
}

/// What the network's answer tells before lesions are looked for; of the answer itself, the largest thing in memory, only what
/// lesions need is left.
private struct Ground {
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

  init(_ image: WorkingImage, _ input: AnalysisInput) {
    let (polarity, view) = propose(image, stated: input.radiograph.statedPolarity)
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

/// What the network says of the image, and which end of its grey scale is bone.
///
/// The network looks first the way that the grey scale suggests. It leaves more undecided on a film turned round: where the grey
/// scale is sure, and the network doubts bone on no more than a tenth of the image, that is the answer. Else it looks the
/// other way too, and the log odds of bright bone are 3 times the logarithm of how much more bone it leaves undecided that
/// way, 0.3 times that of how much more named bone it is sure of this way, and 6 times what the quarters of the grey scale
/// say; 100 mm² on either side keep specks from deciding. Fitted to 153 ordinary and 107 simulated films, each as it is,
/// with other gamma, sharpened, equalised in tiles and as a whole, and cut. The article on
/// segmentation says how often that is right.
private func propose(_ image: WorkingImage, stated: Polarity?) -> (PolarityFinding, View) {
  let ends = GreyEnds(image.plane)
  let surround = WhiteSurround(image.plane, ends, pitchX: image.pitchX, pitchY: image.pitchY)
  let look = { (polarity: Polarity) in
    polarity == .boneBright ? View(image.plane, surround, ends) : View(negativeOf: image)
  }
  if let stated { return (PolarityFinding(polarity: stated, confidence: 1), look(stated)) }
  let grey = GreyScaleEvidence(image, ends, surround: surround)
  let suggested = PolarityFinding(logOdds: grey?.logOdds ?? 0).polarity
  let first = look(suggested)
  let undecided = first.proposals.undecidedBone
  if let known = grey?.finding, 10 * undecided <= image.plane.samples.count { return (known, first) }
  let second = look(suggested == .boneBright ? .boneDark : .boneBright)
  let least = 100 / image.pixelArea
  let ratio = { (one: Int, other: Int) in log((Double(one) + least) / (Double(other) + least)) }
  let forFirst =
    3 * ratio(second.proposals.undecidedBone, undecided)
    + 0.3 * ratio(first.proposals.sureBone, second.proposals.sureBone)
  let finding = PolarityFinding(
    logOdds: 6 * (grey?.quarters ?? 0) + (suggested == .boneBright ? forFirst : -forFirst))
  return (finding, finding.polarity == suggested ? first : second)
}

/// What the network says of an image if its bone is bright, or if it is dark.
private struct View {
  let proposals: Proposals
  /// The image as the network saw it, 0 … 1, bone bright.
  let shown: Plane<Float>
  /// What a diaphragm hid and the film, bone bright, shows white; the network is shown it black.
  let white: Mask?

  /// The view of `plane`, of which these are the ends and the white surround, if there is one.
  init(_ plane: Plane<Float>, _ surround: WhiteSurround?, _ ends: GreyEnds) {
    let network = Network.embedded
    let input =
      surround.map { NetworkInput($0.blackened(plane), multiple: network.multiple) }
      ?? NetworkInput(plane, range: ends.range, multiple: network.multiple)
    shown = input.normalised
    proposals = Proposals(input, network: network)
    white = surround?.mask
  }

  /// The view of the image with its sign turned.
  init(negativeOf image: WorkingImage) {
    let plane = image.plane.negated
    let ends = GreyEnds(plane)
    self.init(plane, WhiteSurround(plane, ends, pitchX: image.pitchX, pitchY: image.pitchY), ends)
  }
}

extension Proposals {
  /// The number of pixels that are a named bone at 0.98.
  ///
  /// A film turned round shows bone of no name at 0.9 almost as often as one that is not, but hardly a femur.
  fileprivate var sureBone: Int {
    NetworkClass.namedBones.reduce(0) { $0 + mask(of: $1, reaching: 0.98).count }
  }

  /// The number of pixels that are bone neither at 0.9 nor less than 0.1.
  fileprivate var undecidedBone: Int { mask(of: .bone, reaching: 0.1).count - mask(of: .bone, reaching: 0.9).count }
}

extension Plane<Float> {
  /// The plane with its sign turned.
  var negated: Plane<Float> { Plane(width: width, height: height, samples: samples.map { -$0 }) }
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
