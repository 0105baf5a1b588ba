import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite struct EdgePixelsTests {
  @Test(arguments: TestSize.aroundLanes) func arePixelsWithANeighbourOutside(size: TestSize) {
    for (seed, density) in [(UInt64(1), 0.0), (2, 0.3), (3, 0.9), (4, 0.99), (5, 1)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      var slow: [Point] = []
      for y in 0..<size.height {
        for x in 0..<size.width where mask[x, y] {
          let around = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
          let isInner = around.allSatisfy { mask.plane.contains($0.0, $0.1) && mask[$0.0, $0.1] }
          if !isInner { slow.append(Point(Double(x), Double(y))) }
        }
      }
      #expect(edgePixels(of: mask) == slow, "\(size), density \(density)")
    }
  }
}
