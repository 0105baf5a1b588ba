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

  @Test func armsThatMeetBelowAreOne() {
    let mask = Mask(drawn: "#.#.#\n#.#.#\n#####\n.....\n##.##")
    #expect(labelComponents(of: mask, connectivity: .four).count == 3)
  }

  @Test(arguments: TestSize.aroundLanes) func equalsFlooding(size: TestSize) {
    for (seed, density) in [(UInt64(1), 0.05), (2, 0.4), (3, 0.6), (4, 0.95), (5, 1), (6, 0)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      #expect(labelComponents(of: mask, connectivity: .eight) == slowComponents(of: mask, eight: true), "seed \(seed)")
      #expect(labelComponents(of: mask, connectivity: .four) == slowComponents(of: mask, eight: false), "seed \(seed)")
      let whole = PixelBox(width: size.width, height: size.height)
      let columns = Mask(
        width: size.width, height: size.height, bytes: (0..<size.width * size.height).map { $0 % 3 == 0 ? 1 : 0 })
      let layers = [(mask.intersection(columns), whole), (mask, whole)]
      #expect(
        labelComponents(ofForegroundOf: LabelMap(width: size.width, height: size.height, layers: layers))
          == slowComponents(of: mask, eight: true), "seed \(seed)")
    }
  }
}
