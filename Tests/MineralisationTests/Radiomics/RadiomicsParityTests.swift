import FoundationEssentials
import Mineralisation
import Raster
import RasterCodecs
import RasterTestSupport
import Testing

/// PyRadiomics' own values for two lesions, where they are present.
@Suite struct RadiomicsParityTests {
  private static let classes = ["shape2D_", "firstorder_", "glcm_", "glrlm_"]

  @Test(
    .enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)),
    arguments: ["b_small", "c_ragged_aniso"])
  func everyFeatureEqualsPyRadiomics(name: String) throws {
    let bytes = try #require(SharedFolder.bytes(of: "pyradiomics/\(name).json"))
    let reference = try JSONDecoder().decode(Reference.self, from: Data(bytes))
    let maskBytes = try #require(SharedFolder.bytes(of: "pyradiomics/\(name)_mask.png"))
    let mask = try decodeMask(maskBytes)
    let labels = LabelMap(
      Plane(width: mask.width, height: mask.height, samples: mask.samples.map { $0 > 0 ? 1 : 0 }), count: 1)
    let spacing = PixelSpacing(x: reference.spacing[0], y: reference.spacing[1], source: .user)
    #expect(!reference.values.isEmpty)
    for (block, values) in reference.values.sorted(by: { $0.key < $1.key }) {
      let file = values.image.replacing(".nrrd", with: ".png")
      let imageBytes = try #require(SharedFolder.bytes(of: "pyradiomics/" + file))
      let image = try decodeImage(imageBytes)
      let settings = try #require(values.settings.ours)
      let measured = try #require(
        measureRadiomics(of: labels, samples: image.samples, spacing: spacing, settings: settings).first)
      let expected = values.features.filter { feature in Self.classes.contains { feature.key.hasPrefix($0) } }
      #expect(expected.count > 60)
      #expect(Set(measured.map(\.name)) == Set(expected.keys))
      #expect(measured.map(\.name) == radiomicsFeatureNames)
      for feature in measured {
        let value = try #require(feature.value)
        let wanted = try #require(expected[feature.name])
        #expect(abs(value - wanted) <= 1e-6 * abs(wanted), "\(name) \(block) \(feature.name): \(value), not \(wanted)")
      }
    }
  }
}

private struct Reference: Decodable {
  let spacing: [Double]
  let values: [String: Block]

  enum CodingKeys: String, CodingKey {
    case spacing = "spacing_xy_mm"
    case values
  }

  struct Block: Decodable {
    let image: String
    let settings: Settings
    let features: [String: Double]
  }

  struct Settings: Decodable {
    let binWidth: Double?
    let binCount: Int?
    let distances: [Int]?
    let symmetricalGLCM: Bool?

    var ours: RadiomicsSettings? {
      RadiomicsSettings(
        discretisation: binCount.map { .binCount($0) } ?? .binWidth(binWidth ?? 25), distances: distances ?? [1],
        symmetric: symmetricalGLCM ?? true)
    }
  }
}
