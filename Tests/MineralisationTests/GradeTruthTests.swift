import FoundationEssentials
import Mineralisation
import Raster
import RasterCodecs
import RasterTestSupport
import Testing

/// What is true of a simulated hip.
private struct Truth: Decodable {
  struct Lesion: Decodable {
    let id: Int
    let feretMaxMm: Double
  }
  let spacingMm: Double
  let width: Int
  let height: Int
  let brooker: String?
  let dellaValle: String?
  let gapMm: Double?
  let lesions: [Lesion]
}

/// The simulated hips beside the project, their bones and lesions given: the grade must be right on each.
@Suite(.enabled(if: SharedFolder.isPresent, "\(SharedFolder.absence)")) struct GradeTruthTests {
  static let hips = (1...12).map { "radiographs/simulated/hip_\($0 < 10 ? "0" : "")\($0)" }

  @Test(arguments: hips) func gradeAndGapAreRight(path: String) throws {
    let json = try #require(SharedFolder.bytes(of: path + ".truth.json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let truth = try decoder.decode(Truth.self, from: Data(json))
    let spacing = try #require(PixelSpacing(x: truth.spacingMm, y: truth.spacingMm, source: .user))
    let bones = BoneMap(labels: try labels(path + ".bones.png"), given: true)
    let lesions =
      truth.lesions.isEmpty
      ? LesionMap.none(width: truth.width, height: truth.height)
      : LesionMap(labels: try labels(path + ".lesions.png"), given: true)
    let field = Field(
      regions: Plane(width: truth.width, height: truth.height, repeating: 0), polarity: .boneBright,
      polarityConfidence: 1)
    let (grade, joints) = gradeJoints(
      Segmentation(field: field, bones: bones, lesions: lesions, workingScale: 0.5), truth.lesions.map(measured),
      spacing: spacing, region: "hip")
    #expect(grade.brooker?.rawValue == truth.brooker, "\(grade.basis)")
    #expect(grade.dellaValle?.rawValue == truth.dellaValle, "\(grade.basis)")
    #expect(joints.map(\.name) == ["hip"])
    // What the pelvis hides behind the femur is in no given mask, so that the gap may differ by a pixel.
    if let gap = truth.gapMm, gap > 0 { #expect(abs((grade.gapMM ?? 99) - gap) <= truth.spacingMm) }
  }

  private func labels(_ path: String) throws -> LabelMap {
    let plane = try decodeMask(try #require(SharedFolder.bytes(of: path)))
    let values = plane.samples.map { Int32($0) }
    return LabelMap(Plane(width: plane.width, height: plane.height, samples: values), count: Int(values.max() ?? 0))
  }

  private func measured(_ lesion: Truth.Lesion) -> LesionMeasurements {
    var shape = ShapeMeasurements(
      areaPx: 1, centroid: Point(0, 0), boundingBox: PixelBox(x: 0, y: 0, width: 1, height: 1))
    shape.feretMaxMM = lesion.feretMaxMm
    return LesionMeasurements(
      id: lesion.id, shape: shape, density: DensityMeasurements(mean: 0, median: 0, p10: 0, p90: 0, sd: 0),
      zones: ZoneMeasurements(), cleft: CleftMeasurements(), form: FormMeasurements(form: .nodular, componentCount: 1))
  }
}
