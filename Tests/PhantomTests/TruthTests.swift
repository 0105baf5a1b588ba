import Phantom
import Raster
import RasterCodecs
import Testing

/// What a phantom's truth says against its labels and its options.
@Suite struct TruthTests {
  /// The index of a kind in the series.
  private func index(_ kind: String) throws -> Int { try #require(PhantomOptions.kinds.firstIndex(of: kind)) }

  @Test func theSameSeedGivesTheSameBytesAndAnotherGivesOthers() throws {
    let kind = try index("thigh-solid")
    let first = makePhantom(kind, options: PhantomOptions(seed: 5, spacing: 0.5))
    #expect(first == makePhantom(kind, options: PhantomOptions(seed: 5, spacing: 0.5)))
    #expect(first.image != makePhantom(kind, options: PhantomOptions(seed: 6, spacing: 0.5)).image)
  }

  @Test(arguments: [6.0, 15])
  func aSpurLeavesTheGapThatIsAskedFor(gap: Double) throws {
    let phantom = makePhantom(try index("hip-spur"), options: PhantomOptions(seed: 2, gap: gap, spacing: 0.5))
    let truth = phantom.truth
    #expect(abs(try #require(truth.gap) - gap) <= truth.spacing)
    #expect(truth.brooker == (gap < 10 ? "III" : "II") && truth.dellaValle == (gap < 10 ? "C" : "B"))
    #expect(truth.lesions.map(\.kind) == ["spur"] && truth.lesions[0].origin == "femur")
    #expect(truth.lesions[0].distanceToBone < truth.spacing)
  }

  @Test func aRimLesionKeepsItsCleftAndShowsItsRim() throws {
    let phantom = makePhantom(try index("thigh-rim"), options: PhantomOptions(seed: 3, spacing: 0.4))
    let lesion = try #require(phantom.truth.lesions.first)
    #expect(lesion.kind == "rim" && lesion.cleft == 1.5)
    #expect(abs(lesion.distanceToBone - 1.5) <= phantom.truth.spacing)
    #expect(try #require(lesion.coreOverPeak) < 0.8)
    // The shell is 2.2 mm thick; its projection falls off over a little more.
    #expect(abs(try #require(lesion.rimThickness) - 2.2) < 0.8)
    #expect(phantom.truth.brooker == nil && phantom.truth.gap == nil)
    #expect(phantom.truth.ballDiameter == 20)
    let area = Double(phantom.lesions.samples.count { $0 == 1 }) * phantom.truth.spacing * phantom.truth.spacing
    #expect(abs(area - lesion.area) < 1e-9)
    let image = try decodeImage(phantom.image)
    #expect(image.bitDepth == 12 && image.samples.width == phantom.truth.width)
    #expect(image.samples.height == phantom.truth.height)
  }

  @Test func aCleanPhantomHasNoLesionAndAnInvertedOneIsBrightOutside() throws {
    let clean = makePhantom(try index("knee-clean"), options: PhantomOptions(seed: 4, spacing: 0.5))
    #expect(clean.truth.lesions.isEmpty && clean.truth.bones == ["femur", "tibia", "fibula", "patella"])
    #expect(clean.lesions.samples.allSatisfy { $0 == 0 } && Set(clean.bones.samples) == [0, 1, 2, 3])
    #expect(try decodeImage(clean.image).samples[2, 150] < 20)
    let inverted = makePhantom(try index("thigh-solid"), options: PhantomOptions(seed: 4, spacing: 0.5))
    #expect(inverted.truth.polarity == "bone-dark" && inverted.truth.image.hasSuffix(".jpg"))
    #expect(try decodeImage(inverted.image).samples[2, 150] > 235)
  }

  @Test func aFormatThatIsAskedForIsKept() throws {
    for format in PhantomFormat.allCases {
      let phantom = makePhantom(
        try index("thigh-central"), options: PhantomOptions(seed: 1, format: format, spacing: 0.5))
      let image = try decodeImage(phantom.image)
      #expect(phantom.truth.image.hasSuffix("." + format.fileExtension))
      #expect(image.bitDepth == (format == .png16 ? 16 : format == .png12 ? 12 : 8))
      #expect(image.format == (format == .jpeg ? .jpeg : .png))
    }
  }
}
