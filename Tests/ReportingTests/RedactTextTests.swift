import Mineralisation
import Raster
import RasterTestSupport
import Reporting
import Testing

/// Text that the field step found gives way to rectangles.
@Suite struct RedactTextTests {
  /// A film of value 700 with letters of value 4000 where `isText` says.
  private func scene(
    width: Int = 120, height: Int = 80, polarity: Polarity = .boneBright, spacing: Double? = 0.5,
    _ isText: (Int, Int) -> Bool
  ) -> (radiograph: Radiograph, analysis: Analysis) {
    var regions = Plane<UInt8>(width: width, height: height, repeating: Field.Region.tissue.rawValue)
    var samples = Plane<UInt16>(width: width, height: height, repeating: 700)
    for y in 0..<height {
      for x in 0..<width where isText(x, y) {
        regions[x, y] = Field.Region.letters.rawValue
        samples[x, y] = 4000
      }
    }
    let radiograph = Radiograph(
      samples: samples, bitDepth: 12, spacing: spacing.flatMap { PixelSpacing(x: $0, y: $0, source: .user) })
    let field = Field(regions: regions, polarity: polarity, polarityConfidence: 1)
    let grade = Grade(
      brooker: Grade.Brooker.none, dellaValle: .a, basis: "no lesion")
    return (
      radiograph,
      Analysis(
        field: field, bones: .none(width: width, height: height), lesions: .none(width: width, height: height),
        measurements: [], joints: [], grade: grade, workingScale: 0.5, warnings: [])
    )
  }

  @Test func aLetterBecomesARectangleLargerByTwoMillimetres() {
    // An L of 8 by 10 pixels.
    let (radiograph, analysis) = scene { x, y in (20..<28).contains(x) && (30..<40).contains(y) && (x < 22 || y >= 38) }
    let shown = withoutText(radiograph, analysis.field, workingScale: 0.5)
    for y in 0..<80 {
      for x in 0..<120 {
        let isInside = (16..<32).contains(x) && (26..<44).contains(y)
        #expect(shown.samples[x, y] == (isInside ? 0 : 700), "\(x), \(y)")
      }
    }
    #expect(shown.spacing == radiograph.spacing && shown.bitDepth == 12)
  }

  @Test func blackIsTheDarkEndOfEitherPolarity() {
    let (radiograph, analysis) = scene(polarity: .boneDark, spacing: nil) { x, y in x == 60 && y == 40 }
    #expect(withoutText(radiograph, analysis.field, workingScale: 0.5).samples[60, 40] == 4095)
    #expect(withoutText(radiograph, analysis.field, workingScale: 0.5).samples[10, 40] == 700)
  }

  /// A frame around the whole film would otherwise blank all of it.
  @Test func aLargePieceIsCoveredBySquaresAlongIt() {
    let (radiograph, analysis) = scene(width: 300, height: 240) { x, y in
      (5..<295).contains(x) && (5..<235).contains(y) && (x < 8 || x >= 292 || y < 8 || y >= 232)
    }
    let shown = withoutText(radiograph, analysis.field, workingScale: 0.5).samples
    #expect(!shown.samples.contains(4000))
    #expect(shown[150, 120] == 700 && shown[40, 40] == 700)
    #expect(shown.samples.count { $0 == 0 } < 300 * 240 / 3)
  }

  @Test func aFilmWithoutTextStaysAsItIs() {
    let (radiograph, analysis) = scene { _, _ in false }
    #expect(withoutText(radiograph, analysis.field, workingScale: 0.5) == radiograph)
  }

  @Test func theOverlayShowsBlackInPlaceOfText() {
    let (radiograph, analysis) = scene { x, y in (20..<40).contains(x) && (30..<36).contains(y) }
    let open = renderOverlay(radiograph, analysis)
    let blanked = renderOverlay(withoutText(radiograph, analysis.field, workingScale: 0.5), analysis)
    // The picture is enlarged to 800 pixels.
    let place = (x: 30 * 800 / 120, y: 33 * 800 / 120)
    #expect(open[place.x, place.y].red > 100)
    #expect(blanked[place.x, place.y] == (0, 0, 0))
  }
}
