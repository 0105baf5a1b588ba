import Cohort
import Raster
import RasterTestSupport
import Testing

@Suite struct GivenMaskTests {
  private func values(_ rows: [[UInt16]]) -> Plane<UInt16> {
    Plane(width: rows[0].count, height: rows.count, samples: rows.flatMap(\.self))
  }

  @Test func oneValueMeansConnectedComponents() {
    let mask = GivenMask(values: values([[255, 0, 0, 255], [0, 255, 0, 255]]))
    #expect(!mask.isLabelled)
    #expect(mask.labels.plane.samples == [1, 0, 0, 2, 0, 1, 0, 2])
    #expect(mask.renumbered == [])
  }

  @Test func smallComponentsCloseTogetherAreOneLesionWhereTheScaleIsKnown() {
    let dots = values([[9, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 9]])
    let spacing = PixelSpacing(x: 1, y: 1, source: .user)
    #expect(GivenMask(values: dots).labels.count == 3)
    #expect(
      GivenMask(values: dots, clusterSpacing: spacing).labels.plane.samples == [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2])
  }

  @Test func severalValuesAreAnObjectEach() {
    let mask = GivenMask(values: values([[1, 0, 2, 1]]))
    #expect(mask.isLabelled)
    #expect(mask.labels.plane.samples == [1, 0, 2, 1])
    #expect(mask.renumbered == [])
  }

  @Test func gapsInTheValuesAreClosedInTheirOrder() {
    let mask = GivenMask(values: values([[65_535, 0, 7, 300]]))
    #expect(mask.labels.plane.samples == [3, 0, 1, 2])
    #expect(mask.renumbered == [7, 300, 65_535])
  }

  @Test func anEmptyMaskHasNoLabel() {
    #expect(GivenMask(values: values([[0, 0]])).labels.count == 0)
  }
}
