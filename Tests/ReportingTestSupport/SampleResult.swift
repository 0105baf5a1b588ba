public import Mineralisation
public import Raster
public import Reporting

/// Results made by hand, so that what is written can be checked without measuring anything.
public enum Sample {
  /// A radiograph of 12 by 9 pixels with a spacing.
  public static func radiograph(spacing: PixelSpacing? = PixelSpacing(x: 0.2, y: 0.2, source: .user)) -> Radiograph {
    Radiograph(samples: Plane(width: 12, height: 9, repeating: 100), bitDepth: 12, spacing: spacing)
  }

  /// A lesion with every field filled.
  public static func lesion(id: Int = 1) -> LesionMeasurements {
    var shape = ShapeMeasurements(
      areaPx: 321, centroid: Point(5.25, 3.5), boundingBox: PixelBox(x: 2, y: 1, width: 7, height: 5))
    shape.areaMM2 = 12.84
    shape.feretMaxMM = 6.125
    shape.feretMaxUncertaintyMM = 0.2
    var density = DensityMeasurements(mean: 100, median: 101, p10: 90, p90: 110, sd: 5)
    density.cnr = 7.5
    var zones = ZoneMeasurements(pattern: .peripheral)
    zones.rimThicknessMM = 1.25
    zones.profile = .init(depthMM: [0.1, 0.3, 0.5], signal: [10, 30, 20])
    var cleft = CleftMeasurements()
    cleft.attachment = .cleft
    cleft.nearestBone = "femur"
    var form = FormMeasurements(form: .ringArc, componentCount: 2)
    form.originBones = ["femur", "pelvis"]
    form.originBoneLabels = [1, 2]
    var lesion = LesionMeasurements(id: id, shape: shape, density: density, zones: zones, cleft: cleft, form: form)
    lesion.radiomics = [.init(name: "glcm_Contrast", value: 1.25), .init(name: "glcm_MCC", value: nil)]
    return lesion
  }

  /// A measured image with one lesion and one joint.
  public static func measured(id: String = "hip", passThrough: [JSONValue.Member] = []) -> ImageResult {
    let radiograph = radiograph()
    let grade = Grade(
      brooker: .three, dellaValle: .c, gapMM: 9.25, gapUncertaintyMM: 0.5, borderline: false,
      basis: "a spur leaves a gap of 9.3 mm")
    let joint = Joint(
      name: "hip", side: .left, boneLabels: [1, 2], boneNames: ["pelvis", "femur"], lesionIDs: [1], grade: grade)
    var result = ImageResult(id: id, image: id + ".png", provenance: provenance)
    result.radiograph = RadiographFacts(radiograph)
    result.analysis = Analysis(
      field: Field(
        regions: Plane(width: 12, height: 9, repeating: 0), polarity: .boneBright, polarityConfidence: 0.9),
      bones: .none(width: 12, height: 9), lesions: .none(width: 12, height: 9), measurements: [lesion()],
      joints: [joint], grade: grade, workingScale: 0.2, warnings: ["one", "two; three"])
    result.passThrough = passThrough
    return result
  }

  /// An image that could not be read.
  public static func failed(id: String = "broken", error: String = "broken.png: the file is empty") -> ImageResult {
    var result = ImageResult(id: id, image: id + ".png", provenance: provenance)
    result.error = error
    return result
  }

  private static var provenance: Provenance {
    Provenance(settings: .object([.init("sensitivity", .text("normal"))]), settingsDigest: "aa", inputDigest: "bb")
  }
}
