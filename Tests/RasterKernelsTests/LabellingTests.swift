import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct LabellingTests {
  @Test func diagonalNeighboursJoinOnlyUnderEight() {
    let mask = Mask(drawn: "#.\n.#")
    #expect(labelComponents(of: mask, connectivity: .eight).count == 1)
    #expect(labelComponents(of: mask, connectivity: .four).count == 2)
  }
}
