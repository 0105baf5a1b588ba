public import Raster

/// What to measure: a radiograph, and what the user gave with it.
public struct AnalysisInput: Sendable, Equatable {
  /// The radiograph.
  public var radiograph: Radiograph
  /// Bones that replace the automatic ones; one label each.
  public var givenBones: LabelMap?
  /// Lesions that replace the automatic ones; one label each.
  public var givenLesions: LabelMap?
  /// The part of the image in which lesions are looked for; everywhere where absent.
  public var regionOfInterest: Mask?
  /// The body region as the manifest names it, such as `hip`.
  public var region: String?

  /// A radiograph with nothing given.
  public init(radiograph: Radiograph) { self.radiograph = radiograph }
}

/// Everything measured on one lesion.
public struct LesionMeasurements: Sendable, Equatable {
  /// The label in the lesion map.
  public var id: Int
  /// Size and outline.
  public var shape: ShapeMeasurements
  /// Grey values.
  public var density: DensityMeasurements
  /// Edge to core.
  public var zones: ZoneMeasurements
  /// The line to bone.
  public var cleft: CleftMeasurements
  /// Looks and place.
  public var form: FormMeasurements
  /// How sure the segmentation is; `nil` where the lesion was given.
  public var evidence: LesionMap.Evidence?
  /// PyRadiomics' features in a fixed order; empty where they were not asked for.
  public var radiomics: [RadiomicsFeature] = []

  /// The measurements of lesion `id`.
  public init(
    id: Int, shape: ShapeMeasurements, density: DensityMeasurements, zones: ZoneMeasurements,
    cleft: CleftMeasurements, form: FormMeasurements, evidence: LesionMap.Evidence? = nil
  ) {
    self.id = id
    self.shape = shape
    self.density = density
    self.zones = zones
    self.cleft = cleft
    self.form = form
    self.evidence = evidence
  }
}

/// The result for one radiograph.
public struct Analysis: Sendable, Equatable {
  /// The field with its polarity.
  public var field: Field
  /// The native bones.
  public var bones: BoneMap
  /// The lesions.
  public var lesions: LesionMap
  /// A row for each lesion, in the order of their ids.
  public var measurements: [LesionMeasurements]
  /// The joints that the image shows, in the order of the image from left to right.
  public var joints: [Joint]
  /// The highest grade of all.
  public var grade: Grade
  /// Millimetres per pixel that the segmentation worked with: the true spacing, or an estimate used for nothing else.
  public var workingScale: Double
  /// What a reader of the numbers should know.
  public var warnings: [String]
  /// A result.
  public init(
    field: Field, bones: BoneMap, lesions: LesionMap, measurements: [LesionMeasurements], joints: [Joint],
    grade: Grade, workingScale: Double, warnings: [String]
  ) {
    self.field = field
    self.bones = bones
    self.lesions = lesions
    self.measurements = measurements
    self.joints = joints
    self.grade = grade
    self.workingScale = workingScale
    self.warnings = warnings
  }
}
