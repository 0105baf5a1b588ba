import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct SignedDistanceTests {
  private func coverage(_ mask: Mask) -> Plane<Float> {
    Plane(width: mask.width, height: mask.height, samples: mask.plane.samples.map { Float($0) })
  }

  @Test func theEdgeOfADrawnRowLiesBetweenItsPixels() {
    let mask = Mask(drawn: "...##....")
    let distance = signedDistance(toEdgeOf: coverage(mask), spacingX: 2, spacingY: 2, limit: 100)
    #expect(distance.samples == [5, 3, 1, -1, -1, 1, 3, 5, 7])
  }

  @Test func partialCoverageMovesTheEdgeByItsShare() {
    let distance = signedDistance(
      toEdgeOf: Plane(width: 5, height: 1, samples: [1, 1, 0.75, 0, 0]), spacingX: 1, spacingY: 1, limit: 100)
    #expect(distance.samples == [-2.25, -1.25, -0.25, 0.75, 1.75])
  }

  @Test func withoutAnEdgeEverythingIsFar() {
    for value in [Float(0), 1] {
      let plane = Plane<Float>(width: 4, height: 3, repeating: value)
      #expect(signedDistance(toEdgeOf: plane, limit: 9).samples.allSatisfy { $0 == (value == 0 ? 9 : -9) })
    }
  }

  /// Against the slow way: the least distance to any edge pixel, whose edge lies half a pixel beyond it.
  @Test(arguments: sidesAroundLanes)
  func distancesAreThoseToTheNearestEdge(width: Int) {
    let mask = Mask.random(width: width, height: 9, density: 0.4, seed: UInt64(width))
    func isEdge(_ x: Int, _ y: Int) -> Bool {
      mask[x, y]
        && [(1, 0), (-1, 0), (0, 1), (0, -1)].contains {
          mask.plane.contains(x + $0.0, y + $0.1) && !mask[x + $0.0, y + $0.1]
        }
    }
    let edge = (0..<9 * width).filter { isEdge($0 % width, $0 / width) }
    let distance = signedDistance(toEdgeOf: coverage(mask), limit: 1000)
    for y in 0..<9 {
      for x in 0..<width {
        let squares = edge.map { ($0 % width - x) * ($0 % width - x) + ($0 / width - y) * ($0 / width - y) }
        let away = squares.min().map { Float($0).squareRoot() }
        let expected = away.map { mask[x, y] ? -$0 - 0.5 : $0 - 0.5 } ?? (mask[x, y] ? -1000 : 1000)
        #expect(distance[x, y] == expected, "\(x), \(y) of \(width)")
      }
    }
  }
}
