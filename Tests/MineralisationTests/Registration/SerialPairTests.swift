import Mineralisation
import Raster
import RasterCodecs
import RasterTestSupport
import Testing

/// The simulated serial pairs of shared/, at a third of their resolution so that the test stays short.
@Suite(.enabled(if: SharedFolder.isPresent, "\(SharedFolder.absence)")) struct SerialPairTests {
  private static let factor = 3

  @Test(arguments: [("pair_01", 0.15, 0.647), ("pair_02", 0.18, 1.0), ("pair_03", 0.15, 1.693)])
  func outlinesRegisterEveryPairAndTheAreaRatioHolds(name: String, spacing: Double, ratio: Double) throws {
    let baseline = try film(name + "a", spacing)
    let followUp = try film(name + "b", spacing)
    let registration = try registerBones(baseline.film, to: followUp.film)
    let fit = try #require(registration.fits.first)
    #expect(fit.evidence.residual < 1)
    let matches = matchLesions(baseline, followUp, registration)
    #expect(matches.map(\.kind) == [.matched])
    let areas = [baseline, followUp].map { Double($0.lesions.foreground.count) }
    #expect(abs(areas[1] / areas[0] / ratio - 1) < 0.05)
    // The scale is that of one limb on one detector.
    #expect(abs(fit.transform.scale - 1) < 0.01)
  }

  private func film(_ name: String, _ spacing: Double) throws -> LesionFilm {
    let bones = try labels(name + ".bones.png")
    let film = RegistrationFilm(
      bones: bones, spacingX: spacing * Double(Self.factor), spacingY: spacing * Double(Self.factor))
    return LesionFilm(lesions: try labels(name + ".lesions.png"), film: film)
  }

  private func labels(_ file: String) throws -> LabelMap {
    let bytes = try #require(SharedFolder.bytes(of: "radiographs/simulated/" + file))
    let mask = try decodeMask(bytes)
    let width = mask.width / Self.factor
    let height = mask.height / Self.factor
    var samples = [Int32](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width { samples[y * width + x] = Int32(mask[x * Self.factor + 1, y * Self.factor + 1]) }
    }
    return LabelMap(
      Plane(width: width, height: height, samples: samples), count: Int(samples.max() ?? 0))
  }
}
