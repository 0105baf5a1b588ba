import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite struct ReferencesTests {
  @Test func aSlopeUnderTheLesionShiftsNothing() throws {
    for slope in [0.0, 80, -120] {
      let measured = try #require(ZonesPhantom(lesions: [.plate(8, 6)], slope: slope).measured().first)
      let contrast = try #require(measured.density.contrastToSoftTissue)
      #expect(abs(contrast / 20_000 - 1) < 0.005, "slope \(slope): \(contrast)")
    }
  }

  @Test func soDoesASlopeOverPixelsOfWhichSomeAreLeftOutAtFirst() throws {
    let phantom = ZonesPhantom(width: 200, height: 200, spacing: 0.15, lesions: [.plate(8, 6)], slope: -120)
    let contrast = try #require(phantom.measured().first?.density.contrastToSoftTissue)
    #expect(abs(contrast / 20_000 - 1) < 0.005, "\(contrast)")
  }

  @Test func boneOtherLesionsAndMetalAroundShiftNothing() throws {
    var phantom = ZonesPhantom(
      lesions: [.plate(6, 6), .plate(3, 3, x: 12)], bones: [.plate(25, 4, y: 12, height: 40_000)])
    let contrast = try #require(phantom.measured().first?.density.contrastToSoftTissue)
    #expect(abs(contrast / 20_000 - 1) < 0.005)
    // Metal and letters lie in the same place as a bright plate that is neither bone nor lesion.
    phantom.bones = []
    phantom.lesions[1] = .plate(3, 3, x: -12, height: 45_000)
    var scene = phantom.scene()
    let metal = scene.segmentation.lesions.labels.mask(of: 2)
    let alone = scene.segmentation.lesions.labels.mask(of: 1).plane.samples.map { Int32($0) }
    scene.segmentation.lesions = LesionMap(
      labels: LabelMap(Plane(width: 120, height: 120, samples: alone), count: 1), given: true)
    scene.segmentation.field = Field(
      regions: Plane(
        width: 120, height: 120, samples: metal.plane.samples.map { $0 == 0 ? 0 : Field.Region.metal.rawValue }),
      polarity: .boneBright, polarityConfidence: 1)
    let beside = measureLesions(scene.radiograph, scene.segmentation).first?.density.contrastToSoftTissue
    #expect(abs(try #require(beside) / 20_000 - 1) < 0.005)
  }

  @Test func relativeDensityRunsFromSoftTissueToCortex() throws {
    let phantom = ZonesPhantom(lesions: [.plate(6, 4)], bones: [.plate(20, 5, y: 14, height: 40_000)])
    let density = try #require(phantom.measured().first).density
    #expect(abs(try #require(density.relativeDensity) - 0.5) < 0.005)
    #expect(ZonesPhantom(lesions: [.plate(6, 4)]).measured().first?.density.relativeDensity == nil)
  }

  @Test(arguments: [0.25, 0.5, 1.0])
  func noiseIsThatOfASquareMillimetre(spacing: Double) throws {
    // White noise of 2,000 in a pixel is 2,000 × spacing over a square of one millimetre.
    let side = Int(40 / spacing)
    let phantom = ZonesPhantom(
      width: side, height: side, spacing: spacing, lesions: [.plate(6, 6)], noise: 2_000)
    let density = try #require(phantom.measured(seed: 7).first).density
    let contrast = try #require(density.contrastToSoftTissue)
    let noise = contrast / (try #require(density.cnr))
    #expect(abs(noise / (2_000 * spacing) - 1) < 0.15, "\(noise)")
  }

  @Test func withoutSoftTissueNothingIsCompared() throws {
    let phantom = ZonesPhantom(lesions: [.plate(4, 4)], bones: [.plate(60, 60, height: 30_000)])
    let measured = try #require(phantom.measured().first)
    #expect(measured.density.contrastToSoftTissue == nil)
    #expect(measured.density.cnr == nil)
    #expect(measured.zones.pattern == .indeterminate)
    #expect(measured.cleft.attachment == .broad)
  }
}
