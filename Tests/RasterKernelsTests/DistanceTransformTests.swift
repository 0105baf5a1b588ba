import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct DistanceTransformTests {
  @Test(arguments: TestSize.aroundLanes) func equalsTheDistanceOverAllPairs(size: TestSize) {
    for (seed, density) in [(UInt64(1), 0.03), (2, 0.5), (3, 0.95), (4, 0)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      for (sx, sy) in [(1.0, 1.0), (2.0, 0.5), (0.143, 0.2)] {
        let fast = squaredDistance(to: mask, spacingX: sx, spacingY: sy)
        let slow = slowSquaredDistance(to: mask, spacingX: sx, spacingY: sy)
        #expect(agree(fast, slow), "seed \(seed), \(size), spacing \(sx) \(sy)")
      }
    }
  }

  @Test(arguments: TestSize.aroundLanes) func theNearestPixelLiesInTheMaskAtThatDistance(size: TestSize) {
    for (seed, density) in [(UInt64(5), 0.05), (6, 0.6), (7, 0)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      let nearest = nearestPixel(of: mask, spacingX: 2, spacingY: 0.5)
      #expect(nearest.squaredDistance == squaredDistance(to: mask, spacingX: 2, spacingY: 0.5))
      for i in nearest.index.samples.indices {
        let place = Int(nearest.index.samples[i])
        guard !mask.isEmpty else {
          #expect(place == -1)
          continue
        }
        let dx = Float(i % size.width - place % size.width) * 2
        let dy = Float(i / size.width - place / size.width) * 0.5
        #expect(mask.plane.samples[place] == 1)
        #expect(dx * dx + dy * dy == nearest.squaredDistance.samples[i])
      }
    }
  }

  @Test(arguments: TestSize.aroundLanes) func withinReachTheDistancesAreTheSame(size: TestSize) {
    for (seed, density) in [(UInt64(9), 0.01), (10, 0.2), (11, 0.95), (12, 0)] {
      let mask = Mask.random(width: size.width, height: size.height, density: density, seed: seed)
      for (reach, sx, sy) in [(0.0, 1.0, 1.0), (2.0, 1.0, 1.0), (3.3, 0.5, 1.1), (1.5, 2.0, 0.3)] {
        let limited = squaredDistance(to: mask, within: reach, spacingX: sx, spacingY: sy)
        let whole = squaredDistance(to: mask, spacingX: sx, spacingY: sy)
        let limit = Float(reach * reach)
        for (near, far) in zip(limited.samples, whole.samples) {
          #expect(far <= limit ? near == far : near > limit, "seed \(seed), \(size), reach \(reach)")
        }
      }
    }
  }

  @Test func oneStepChangesADistanceByOneAtMost() {
    let mask = Mask.random(width: 40, height: 30, density: 0.01, seed: 8)
    let distance = squaredDistance(to: mask).samples.map { $0.squareRoot() }
    for y in 0..<30 {
      for x in 1..<40 { #expect(abs(distance[y * 40 + x] - distance[y * 40 + x - 1]) <= 1.000_01) }
    }
  }

  private func agree(_ a: Plane<Float>, _ b: Plane<Float>) -> Bool {
    zip(a.samples, b.samples).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-6 * max($0, $1) }
  }
}
