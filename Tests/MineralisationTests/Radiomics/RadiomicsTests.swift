import Glibc
import Mineralisation
import Raster
import RasterTestSupport
import Testing

/// Features small enough to work out by hand.
@Suite struct RadiomicsTests {
  /// Levels 1 1 over 2 3, with values 10 12 over 20 35 and bins 10 wide.
  @Test func fourPixelsByHand() throws {
    let features = try measure([10, 12, 20, 35], width: 2, "##\n##")
    let expected: [String: Double] = [
      "firstorder_Mean": 19.25, "firstorder_Minimum": 10, "firstorder_Maximum": 35, "firstorder_Range": 25,
      "firstorder_Median": 16, "firstorder_Energy": 1869, "firstorder_TotalEnergy": 1869 * 0.5,
      "firstorder_10Percentile": 10.6, "firstorder_90Percentile": 30.5,
      "firstorder_InterquartileRange": 23.75 - 11.5, "firstorder_Entropy": 1.5, "firstorder_Uniformity": 0.375,
      "firstorder_Variance": 467.25 - 370.5625, "firstorder_MeanAbsoluteDeviation": 8.25,
      "firstorder_RobustMeanAbsoluteDeviation": 4, "firstorder_RootMeanSquared": 467.25.squareRoot(),
      // Along the row: (1, 1) and (2, 3); down: (1, 2) and (1, 3); diagonals: (1, 3) and (1, 2), in both orders.
      "glcm_Contrast": (0.5 + 2.5 + 4 + 1) / 4, "glcm_DifferenceAverage": (0.5 + 1.5 + 2 + 1) / 4,
      "glcm_JointAverage": (1.75 + 1.75 + 2 + 1.5) / 4, "glcm_SumAverage": (3.5 + 3.5 + 4 + 3) / 4,
      "glcm_Autocorrelation": (3.5 + 2.5 + 3 + 2) / 4, "glcm_MaximumProbability": (0.5 + 0.25 + 0.5 + 0.5) / 4,
      "glcm_JointEnergy": (0.25 + 2 * 0.0625 + 4 * 0.0625 + 0.5 + 0.5) / 4,
      "glcm_JointEntropy": (1.5 + 2 + 1 + 1) / 4, "glcm_Id": (0.75 + 5.0 / 12 + 1.0 / 3 + 0.5) / 4,
      // Along the row one run of two; in the other three directions runs of one pixel.
      "glrlm_RunPercentage": (0.75 + 3) / 4, "glrlm_LongRunEmphasis": (2 + 3.0) / 4,
      "glrlm_ShortRunEmphasis": (0.75 + 3) / 4, "glrlm_RunEntropy": (log2(3) + 3 * 1.5) / 4,
      "shape2D_PixelSurface": 2, "shape2D_MeshSurface": 1.75,
      // Two sides of one pixel each way and four cut corners.
      "shape2D_Perimeter": 3 + 2 * hypot(1, 0.5), "shape2D_MaximumDiameter": 4.25.squareRoot(),
      "shape2D_Elongation": 0.5, "shape2D_MajorAxisLength": 2, "shape2D_MinorAxisLength": 1,
    ]
    for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
      let measured = try #require(features[name] ?? nil, "\(name)")
      #expect(abs(measured - value) < 1e-9, "\(name): \(measured), not \(value)")
    }
  }

  @Test func aLevelLesionHasNoContrastAndNoNaN() throws {
    let features = try measure([7, 7, 7, 7, 7, 7], width: 3, "###\n###")
    #expect(features["glcm_Contrast"] == 0)
    #expect(features["glcm_Correlation"] == 1)
    #expect(features["glcm_MCC"] == 1)
    #expect(features["firstorder_Skewness"] == 0)
    #expect(features["firstorder_Kurtosis"] == 0)
    for (name, value) in features { #expect(value?.isFinite ?? false, "\(name)") }
  }

  @Test func onePixelHasNoPairs() throws {
    let features = try measure([3], width: 1, "#")
    #expect(features["glcm_Contrast"] == .some(nil))
    #expect(features["firstorder_Mean"] == 3)
    #expect(features["shape2D_MeshSurface"] == 0.25)
  }

  @Test func withoutASpacingThereAreRatiosButNoSizes() throws {
    let labels = Mask(drawn: "###\n###").asLabel
    let samples = Plane<UInt16>(width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6])
    let settings = try #require(RadiomicsSettings(discretisation: .binCount(3)))
    let features = try #require(measureRadiomics(of: labels, samples: samples, spacing: nil, settings: settings).first)
    let absent = features.filter { $0.value == nil }.map(\.name)
    #expect(
      absent == [
        "shape2D_MajorAxisLength", "shape2D_MaximumDiameter", "shape2D_MeshSurface", "shape2D_MinorAxisLength",
        "shape2D_Perimeter", "shape2D_PerimeterSurfaceRatio", "shape2D_PixelSurface", "firstorder_TotalEnergy",
      ])
  }

  @Test func aLesionAmongOthersHasTheFeaturesOfOneAlone() throws {
    let mask = Mask.ellipse(9, 6, angle: 0.5)
    let samples = Plane<UInt16>.random(width: mask.width, height: mask.height, highest: 400, seed: 2)
    let settings = try #require(RadiomicsSettings.standard)
    let alone = measureRadiomics(of: mask.asLabel, samples: samples, spacing: nil, settings: settings)
    let both = mask.plane.samples.indices.map { i -> Int32 in mask.plane.samples[i] == 1 ? 2 : i % 3 == 0 ? 1 : 0 }
    let labels = LabelMap(Plane(width: mask.width, height: mask.height, samples: both), count: 3)
    let together = measureRadiomics(of: labels, samples: samples, spacing: nil, settings: settings)
    #expect(together[1] == alone[0])
    #expect(together[2].isEmpty)
  }

  @Test func senselessSettingsAreRefused() {
    #expect(RadiomicsSettings(discretisation: .binWidth(0)) == nil)
    #expect(RadiomicsSettings(discretisation: .binWidth(.infinity)) == nil)
    #expect(RadiomicsSettings(discretisation: .binCount(0)) == nil)
    #expect(RadiomicsSettings(distances: []) == nil)
    #expect(RadiomicsSettings(distances: [0]) == nil)
  }

  /// Pixels of 1 by 0.5 mm.
  private func measure(_ values: [UInt16], width: Int, _ picture: String) throws -> [String: Double?] {
    let labels = Mask(drawn: picture).asLabel
    let samples = Plane(width: width, height: values.count / width, samples: values)
    let settings = try #require(RadiomicsSettings(discretisation: .binWidth(10)))
    let features = try #require(
      measureRadiomics(of: labels, samples: samples, spacing: spacing(1, 0.5), settings: settings).first)
    return Dictionary(features.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
