import Mineralisation
import Raster
import Testing

/// Two bones as slabs with a spur between them: every gap is known to the pixel.
@Suite struct GapTests {
  /// A phantom of 0.1 mm pixels: pelvis above, femur below, a spur of the pelvis that leaves `gapPx` rows free.
  private func phantom(gapPx: Int, scale: Double = 0.1, magnification: Magnification? = nil) throws -> AnalysisInput {
    let free = gapPx
    let height = 60 + free + 60
    var bones = Plane<Int32>(width: 80, height: height, repeating: 0)
    var lesions = Plane<Int32>(width: 80, height: height, repeating: 0)
    for x in 0..<80 {
      for y in 0..<20 { bones[x, y] = 1 }
      for y in (height - 40)..<height { bones[x, y] = 2 }
    }
    for x in 30..<50 { for y in 20..<(height - 40 - free) { lesions[x, y] = 1 } }
    let spacing = try #require(PixelSpacing(x: scale, y: scale, source: .user))
    let samples = Plane<UInt16>(width: 80, height: height, repeating: 1000)
    var input = AnalysisInput(
      radiograph: Radiograph(
        samples: samples, bitDepth: 12, statedPolarity: .boneBright, spacing: spacing, magnification: magnification))
    input.givenBones = LabelMap(bones, count: 2)
    input.givenLesions = LabelMap(lesions, count: 1)
    input.region = "hip"
    return input
  }

  /// Grades what was given, without measuring the grey values, which are even here.
  private func graded(_ input: AnalysisInput) throws -> (grade: Grade, joints: [Joint]) {
    gradeJoints(
      Segmentation(
        field: Field(
          regions: Plane(width: input.radiograph.width, height: input.radiograph.height, repeating: 0),
          polarity: .boneBright, polarityConfidence: 1),
        bones: BoneMap(labels: try #require(input.givenBones), given: true),
        lesions: LesionMap(labels: try #require(input.givenLesions), given: true), workingScale: 0.5), [],
      spacing: input.radiograph.measuringSpacing, region: input.region)
  }

  @Test(arguments: [(90, Grade.Brooker.three), (99, .three), (100, .two), (101, .two), (110, .two)])
  func gapIsExactAndGradedAsTheTableSays(pixels: Int, expected: Grade.Brooker) throws {
    let result = try graded(try phantom(gapPx: pixels))
    let mm = try #require(result.grade.gapMM)
    let uncertainty = try #require(result.grade.gapUncertaintyMM)
    #expect(abs(mm - Double(pixels) * 0.1) < 1e-9)
    #expect(abs(uncertainty - 0.1) < 1e-9, "one pixel and no other doubt")
    #expect(result.grade.brooker == expected)
    #expect(result.grade.dellaValle == (expected == .two ? .b : .c))
    #expect(result.grade.borderline == (abs(pixels - 100) <= 1))
    #expect(result.joints.count == 1)
    #expect(result.joints.first?.name == "hip")
  }

  /// The same gaps in the object's plane, enlarged 1.25 times on the detector: 12.5 detector pixels per mm.
  @Test(arguments: [(9.0, false), (9.9, true), (10.0, true), (10.1, true), (11.0, false)])
  func magnificationShortensTheGapAndAddsItsUncertainty(millimetres: Double, isBorderline: Bool) throws {
    let magnification = try #require(Magnification(factor: 1.25, uncertainty: 0.03))
    let pixels = Int((millimetres * 12.5).rounded())
    let truth = Double(pixels) * 0.08
    let result = try graded(try phantom(gapPx: pixels, magnification: magnification))
    let mm = try #require(result.grade.gapMM)
    let uncertainty = try #require(result.grade.gapUncertaintyMM)
    #expect(abs(mm - truth) < 1e-9)
    let stretch = truth * 0.03 / 1.25
    #expect(abs(uncertainty - (stretch * stretch + 0.08 * 0.08).squareRoot()) < 1e-9)
    #expect(result.grade.brooker == (truth >= 10 - 1e-9 ? .two : .three))
    #expect(result.grade.borderline == isBorderline)
  }

  @Test func segmentRunsFromEdgeToEdge() throws {
    let grade = try graded(try phantom(gapPx: 50)).grade
    let segment = try #require(grade.gapSegment)
    #expect(segment.start.y == 79.5, "the lower edge of the spur's last row")
    #expect(abs(abs(segment.end.y - segment.start.y) - 50) < 1e-9)
    #expect(segment.start.x == segment.end.x)
  }

  @Test func unequalSpacingIsMeasuredAlongTheWay() throws {
    var input = try phantom(gapPx: 50)
    input.radiograph = input.radiograph.with(spacing: PixelSpacing(x: 0.3, y: 0.2, source: .user))
    let grade = try graded(input).grade
    #expect(abs((grade.gapMM ?? 0) - 10) < 1e-9)
    #expect(abs((grade.gapUncertaintyMM ?? 0) - 0.2) < 1e-9)
  }

  @Test func withoutSpacingASpurIsNotGraded() throws {
    var input = try phantom(gapPx: 50)
    input.radiograph = input.radiograph.with(spacing: nil)
    let grade = try graded(input).grade
    #expect(grade.brooker == nil)
    #expect(grade.gapMM == nil)
    #expect(grade.basis.contains("no pixel spacing"))
  }

  @Test func continuousPathIsABridgeEvenWithoutSpacing() throws {
    var input = try phantom(gapPx: 0)
    #expect(try graded(input).grade.brooker == .four)
    input.radiograph = input.radiograph.with(spacing: nil)
    #expect(try graded(input).grade.brooker == .four)
  }
}
