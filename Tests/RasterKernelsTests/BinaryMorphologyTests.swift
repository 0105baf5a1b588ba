import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct BinaryMorphologyTests {
  @Test(arguments: TestSize.aroundLanes) func dilationEqualsTheDistanceOverAllPairs(size: TestSize) {
    for (seed, density) in [(UInt64(1), 0.01), (2, 0.1), (3, 0)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      for (radius, sx, sy) in [(0, 1, 1), (1, 1, 1), (2.5, 1, 1), (3, 2, 0.5), (5, 1, 1), (100, 1, 1), (0.6, 0.2, 0.3)]
      {
        let fast = dilated(mask, radius: radius, spacingX: sx, spacingY: sy)
        #expect(fast == slowDilated(mask, radius: radius, spacingX: sx, spacingY: sy), "seed \(seed) radius \(radius)")
      }
    }
  }

  @Test(arguments: TestSize.aroundLanes) func erosionIsTheComplementOfTheComplementsDilation(size: TestSize) {
    for (seed, density) in [(UInt64(4), 0.5), (5, 0.97), (6, 1)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      for (radius, sx, sy) in [(1.0, 1.0, 1.0), (2, 1, 1), (4.5, 1, 1), (3, 2, 0.5)] {
        let fast = eroded(mask, radius: radius, spacingX: sx, spacingY: sy)
        #expect(fast == slowDilated(mask.complement, radius: radius, spacingX: sx, spacingY: sy).complement)
      }
    }
  }

  @Test(arguments: [(5, 130), (140, 3), (66, 131)])
  func discsOfManyRowsAreAsExactAsThoseOfFew(width: Int, height: Int) {
    let mask = Mask.random(width: width, height: height, density: 0.002, seed: 7)
    for radius in [40.0, 90, 96, 97.5, 120] {
      #expect(dilated(mask, radius: radius) == slowDilated(mask, radius: radius), "radius \(radius)")
      let fast = eroded(mask.complement, radius: radius)
      #expect(fast == slowDilated(mask, radius: radius).complement, "radius \(radius)")
    }
  }

  @Test func aSmallMaskInAWideFieldIsDilatedAsInANarrowOne() {
    let small = Mask(drawn: ".....\n..#..\n.###.\n.....\n.....")
    let wide = small.placed(in: PixelBox(x: 30, y: 20, width: 5, height: 5), width: 64, height: 50)
    #expect(dilated(wide, radius: 4) == slowDilated(wide, radius: 4))
    #expect(opened(wide, radius: 1).picture.contains("#") == opened(small, radius: 1).picture.contains("#"))
  }

  @Test func openingAndClosingAreIdempotentAndOrdered() {
    let mask = Mask.random(width: 60, height: 50, density: 0.55, seed: 9)
    for radius in [1.0, 1.5, 2.3] {
      let open = opened(mask, radius: radius)
      let closing = closed(mask, radius: radius)
      #expect(opened(open, radius: radius) == open)
      #expect(closed(closing, radius: radius) == closing)
      #expect(open.subtracting(mask).isEmpty)
      #expect(mask.subtracting(closing).isEmpty)
    }
  }

  @Test(arguments: TestSize.aroundLanes) func holesAreWhatTheBorderDoesNotReach(size: TestSize) {
    for (seed, density) in [(UInt64(1), 0.55), (2, 0.7), (3, 0), (4, 1)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      #expect(holesFilled(mask) == slowHolesFilled(mask))
    }
  }
}
