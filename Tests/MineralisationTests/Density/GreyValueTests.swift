import Mineralisation
import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct GreyValueTests {
  @Test func fourPixelsByHand() throws {
    let labels = Mask(drawn: "##.\n##.").asLabel
    let samples = Plane<UInt16>(width: 3, height: 2, samples: [1, 2, 900, 3, 10, 900])
    let grey = try #require(measureGreyValues(of: labels, samples: samples).first)
    #expect(grey.mean == 4)
    #expect(grey.median == 2.5)
    #expect(abs(grey.p10 - 1.3) < 1e-12)
    #expect(abs(grey.p90 - 7.9) < 1e-12)
    #expect(abs(grey.sd - 12.5.squareRoot()) < 1e-12)
    #expect(grey.contrastToSoftTissue == nil && grey.relativeDensity == nil && grey.cnr == nil)
  }

  @Test func equalsTheSortedValuesOfEachLabel() {
    // One lesion above the size at which the values are counted instead of compared.
    for (density, highest) in [(0.3, UInt16(60_000)), (0.9, 900)] {
      let mask = Mask.random(width: 90, height: 80, density: density, seed: 3)
      let labels = labelComponents(of: mask)
      let samples = Plane<UInt16>.random(width: 90, height: 80, highest: highest, seed: 4)
      let measured = measureGreyValues(of: labels, samples: samples)
      let painted = labels.plane.samples
      for label in 1...labels.count {
        let values = painted.indices.filter { painted[$0] == Int32(label) }
          .map { Double(samples.samples[$0]) }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        let grey = measured[label - 1]
        #expect(abs(grey.mean - mean) <= 1e-9 * mean)
        #expect(abs(grey.sd - variance.squareRoot()) <= 1e-6)
        for (q, value) in [(0.1, grey.p10), (0.5, grey.median), (0.9, grey.p90)] {
          #expect(abs((slowQuantile(q, of: values) ?? -1) - value) <= 1e-9)
        }
      }
    }
  }

  @Test func aLabelWithoutPixelsGetsZeroes() {
    let labels = LabelMap(Plane<Int32>(width: 2, height: 1, samples: [0, 2]), count: 2)
    let measured = measureGreyValues(of: labels, samples: Plane(width: 2, height: 1, samples: [7, 9]))
    #expect(measured.map(\.mean) == [0, 9])
  }
}
