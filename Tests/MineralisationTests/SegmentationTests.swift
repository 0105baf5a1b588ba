import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Segmentation")
struct SegmentationTests {
  @Test(
    "Every size down to one pixel ends in a segmentation of that size", arguments: [(1, 1), (1, 40), (40, 1), (33, 17)])
  func tiny(size: (Int, Int)) throws {
    let radiograph = noise(width: size.0, height: size.1, spacing: 0.5)
    let analysis = try analyse(AnalysisInput(radiograph: radiograph))
    #expect(analysis.lesions.labels.width == size.0)
    #expect(analysis.bones.labels.height == size.1)
    #expect(analysis.field.regions.samples.count == size.0 * size.1)
  }

  @Test("A black image holds nothing and says that its polarity is unknown")
  func black() throws {
    let samples = Plane<UInt16>(width: 120, height: 90, repeating: 0)
    let analysis = try analyse(AnalysisInput(radiograph: Radiograph(samples: samples, bitDepth: 8)))
    #expect(analysis.lesions.labels.foreground.isEmpty)
    #expect(analysis.warnings.contains { $0.hasPrefix("polarity unsure") })
  }

  @Test("What is given stands in the result as it was given")
  func given() throws {
    var input = AnalysisInput(radiograph: noise(width: 64, height: 48, spacing: 0.4))
    var labels = Plane<Int32>(width: 64, height: 48, repeating: 0)
    labels[10, 10] = 1
    labels[30, 20] = 2
    input.givenLesions = LabelMap(labels, count: 2)
    input.givenBones = LabelMap(labels, count: 2)
    let analysis = try analyse(input)
    #expect(analysis.lesions.labels.plane == labels)
    #expect(analysis.lesions.given && analysis.bones.given)
    #expect(analysis.bones.bones.count == 2)
  }

  @Test(
    "Without a spacing the longer side counts as 320 mm, within limits",
    arguments: [(640, 0.5), (2240, 0.142857), (100, 0.7), (9000, 0.1)])
  func workingScale(side: Int, expected: Double) throws {
    let samples = Plane<UInt16>(width: side, height: 2, repeating: 7)
    let analysis = try analyse(AnalysisInput(radiograph: Radiograph(samples: samples, bitDepth: 8)))
    #expect(abs(analysis.workingScale - expected) < 1e-4)
    #expect(analysis.warnings.contains { $0.contains("no pixel spacing") })
  }

  @Test("The same image gives the same answer twice")
  func repeatable() throws {
    let input = AnalysisInput(radiograph: noise(width: 90, height: 70, spacing: 0.5))
    #expect(try analyse(input) == analyse(input))
  }

  private func noise(width: Int, height: Int, spacing: Double) -> Radiograph {
    var random = SplitMix64(seed: 11)
    let samples = (0..<width * height).map { _ in UInt16.random(in: 0...255, using: &random) }
    return Radiograph(
      samples: Plane(width: width, height: height, samples: samples), bitDepth: 8,
      spacing: PixelSpacing(x: spacing, y: spacing, source: .user))
  }
}
