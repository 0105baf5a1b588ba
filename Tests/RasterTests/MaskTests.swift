import Raster
import RasterTestSupport
import Testing

@Suite struct MaskTests {
  @Test func boundingBoxOfADrawnMask() {
    let mask = Mask(drawn: "....\n.##.\n.#..\n....")
    #expect(mask.boundingBox == PixelBox(x: 1, y: 1, width: 2, height: 2))
    #expect(mask.count == 3)
    #expect(Mask(width: 3, height: 2).boundingBox == nil)
  }

  @Test func complementAndUnionObeyDeMorgan() {
    let a = Mask.random(width: 17, height: 9, density: 0.4, seed: 1)
    let b = Mask.random(width: 17, height: 9, density: 0.6, seed: 2)
    #expect(a.union(b).complement == a.complement.intersection(b.complement))
    #expect(a.subtracting(b) == a.intersection(b.complement))
  }

  @Test func anyNonZeroByteIsInside() {
    #expect(Mask(width: 2, height: 1, bytes: [255, 0]) == Mask(width: 2, height: 1, bytes: [1, 0]))
  }
}
