import Mineralisation
import Raster
import RasterTestSupport
import Reporting
import Testing

/// A bone, a spur of it and an island, on a dark film of even grey.
@Suite struct OverlayTests {
  private struct Scene {
    var radiograph: Radiograph
    var analysis: Analysis
  }

  private func drawnScene(spacing: Double? = 0.5, width: Int = 200, height: Int = 160) -> Scene {
    var bones = Plane<Int32>(width: width, height: height, repeating: 0)
    var lesions = bones
    for y in 0..<height {
      for x in 0..<60 { bones[x, y] = 1 }
      for x in 150..<width { bones[x, y] = 2 }
    }
    for y in 60..<100 {
      for x in 60..<100 { lesions[x, y] = 1 }
      for x in 110..<130 where y < 80 { lesions[x, y] = 2 }
    }
    let samples = bones.samples.enumerated().map { UInt16($1 > 0 ? 3000 : (lesions.samples[$0] > 0 ? 2500 : 500)) }
    let radiograph = Radiograph(
      samples: Plane(width: width, height: height, samples: samples), bitDepth: 12, statedPolarity: .boneBright,
      spacing: spacing.flatMap { PixelSpacing(x: $0, y: $0, source: .user) })
    let segmentation = Segmentation(
      field: Field(
        regions: Plane(width: width, height: height, repeating: 0), polarity: .boneBright, polarityConfidence: 1),
      bones: BoneMap(labels: LabelMap(bones, count: 2), given: true),
      lesions: LesionMap(labels: LabelMap(lesions, count: 2), given: true), workingScale: 0.5)
    let (grade, joints) = gradeJoints(segmentation, [], spacing: radiograph.measuringSpacing, region: "hip")
    return Scene(
      radiograph: radiograph,
      analysis: Analysis(
        field: segmentation.field, bones: segmentation.bones, lesions: segmentation.lesions, measurements: [],
        joints: joints, grade: grade, workingScale: 0.5, warnings: []))
  }

  private func coloured(_ picture: ColourPicture, _ x: Int, _ y: Int) -> Bool {
    picture[x, y].red != picture[x, y].green || picture[x, y].green != picture[x, y].blue
  }

  @Test func pictureIsTheSameEveryTime() {
    let scene = drawnScene()
    let first = renderOverlay(scene.radiograph, scene.analysis, title: "case 1")
    #expect(first == renderOverlay(scene.radiograph, scene.analysis, title: "case 1"))
    #expect(first != renderOverlay(scene.radiograph, scene.analysis, title: "case 2"))
  }

  @Test func imageIsShownInProportionWithAStripBelow() {
    let scene = drawnScene()
    let picture = renderOverlay(scene.radiograph, scene.analysis)
    #expect(picture.width == 800)
    #expect(picture.height > 640 && picture.height < 840)
  }

  @Test func largeImagesAreReduced() {
    let samples = Plane<UInt16>(width: 2400, height: 300, repeating: 9)
    let radiograph = Radiograph(samples: samples, bitDepth: 8, statedPolarity: .boneBright)
    let analysis = Analysis(
      field: Field(
        regions: Plane(width: 2400, height: 300, repeating: 0), polarity: .boneBright, polarityConfidence: 1),
      bones: .none(width: 2400, height: 300), lesions: .none(width: 2400, height: 300), measurements: [], joints: [],
      grade: Grade(brooker: Grade.Brooker.none, dellaValle: .a, basis: "no lesion"), workingScale: 0.5, warnings: [])
    let picture = renderOverlay(radiograph, analysis)
    #expect(picture.width == 1600)
    #expect(picture.height >= 200)
  }

  /// Inside a lesion the picture shows the film, and nothing else.
  @Test func nothingIsDrawnOverALesion() {
    let scene = drawnScene()
    let picture = renderOverlay(scene.radiograph, scene.analysis)
    // Lesion 1 covers columns 240 to 399 and rows 240 to 399 of the picture, lesion 2 440 to 519 and 240 to 319.
    for (columns, rows) in [(244..<396, 244..<396), (444..<516, 244..<316)] {
      for y in rows { for x in columns where coloured(picture, x, y) { Issue.record("colour at \(x), \(y)") } }
    }
  }

  @Test func outlinesAndTheGapAreDrawn() throws {
    let scene = drawnScene()
    let picture = renderOverlay(scene.radiograph, scene.analysis)
    // The spur's lower edge, far from its corners and from its bone.
    #expect((396...404).contains { coloured(picture, 320, $0) })
    let segment = try #require(scene.analysis.grade.gapSegment)
    let x = Int((segment.start.x + segment.end.x) / 2 * 4)
    let y = Int((segment.start.y + segment.end.y) / 2 * 4 + 1.5)
    #expect((-3...3).contains { coloured(picture, x, y + $0) })
  }

  @Test func boneDarkFilmsAreShownBoneBright() {
    var scene = drawnScene()
    let plain = renderOverlay(scene.radiograph, scene.analysis)
    scene.radiograph = Radiograph(
      samples: Plane(
        width: 200, height: 160, samples: scene.radiograph.samples.samples.map { 4095 - $0 }), bitDepth: 12,
      statedPolarity: .boneDark, spacing: scene.radiograph.spacing)
    scene.analysis.field = Field(
      regions: scene.analysis.field.regions, polarity: .boneDark, polarityConfidence: 1)
    #expect(renderOverlay(scene.radiograph, scene.analysis) == plain)
  }

  @Test func withoutSpacingThereIsNoScaleBar() {
    let with = drawnScene()
    let without = drawnScene(spacing: nil)
    let bar = renderOverlay(with.radiograph, with.analysis)
    let none = renderOverlay(without.radiograph, without.analysis)
    #expect(bar != none)
    #expect(none.width == 800)
  }

  @Test(arguments: [(1, 1), (1, 40), (3000, 1)]) func anyShapeOfImageIsDrawn(width: Int, height: Int) {
    let radiograph = Radiograph(
      samples: Plane(width: width, height: height, repeating: 7), bitDepth: 8, statedPolarity: .boneBright)
    let analysis = Analysis(
      field: Field(
        regions: Plane(width: width, height: height, repeating: 0), polarity: .boneBright, polarityConfidence: 1),
      bones: .none(width: width, height: height), lesions: .none(width: width, height: height), measurements: [],
      joints: [], grade: Grade(brooker: nil, dellaValle: nil, basis: "not graded"), workingScale: 0.5, warnings: [])
    let picture = renderOverlay(radiograph, analysis, title: "a rather long name with ± and ümlauts")
    #expect(picture.width >= 1 && picture.height >= 1)
  }
}
