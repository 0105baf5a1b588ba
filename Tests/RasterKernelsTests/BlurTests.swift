import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct BlurTests {
  @Test(arguments: TestSize.aroundLanes) func theGaussianEqualsTheSumOverItsTaps(size: TestSize) {
    let plane = Plane<Float>.random(width: size.width, height: size.height, seed: 1)
    let stored = Plane<UInt16>.random(width: size.width, height: size.height, seed: 1)
    for (sigmaX, sigmaY) in [(0.5, 0.5), (2.0, 1.0), (0.0, 1.5), (3.0, 0.0)] {
      let fast = gaussianBlurred(plane, sigmaX: sigmaX, sigmaY: sigmaY)
      let slow = slowConvolved(plane, tapsX: gaussianTaps(sigma: sigmaX), tapsY: gaussianTaps(sigma: sigmaY))
      #expect(largestDifference(fast, slow) <= 0.05)
      #expect(gaussianBlurred(stored, sigmaX: sigmaX, sigmaY: sigmaY) == fast)
    }
  }

  @Test(arguments: TestSize.aroundLanes) func theBoxMeanEqualsTheSumOverItsPixels(size: TestSize) {
    let plane = Plane<Float>.random(width: size.width, height: size.height, seed: 2)
    for (radiusX, radiusY) in [(1, 1), (0, 2), (4, 0), (9, 20)] {
      let fast = boxBlurred(plane, radiusX: radiusX, radiusY: radiusY)
      let slow = slowConvolved(plane, tapsX: box(radiusX), tapsY: box(radiusY))
      #expect(largestDifference(fast, slow) <= 0.05)
    }
  }

  @Test func threeBoxesComeCloseToTheGaussian() {
    var plane = Plane<Float>(width: 121, height: 3, repeating: 0)
    for y in 0..<3 { plane[60, y] = 1000 }
    for sigma in [2.0, 3.7, 6, 10] {
      let box = boxGaussianBlurred(plane, sigmaX: sigma, sigmaY: 0)
      let exact = gaussianBlurred(plane, sigmaX: sigma, sigmaY: 0)
      let peak = exact.samples.max() ?? 0
      #expect(largestDifference(box, exact) <= 0.1 * peak, "sigma \(sigma)")
    }
  }

  @Test func theBoxesVariancesAddUpToTheGaussians() {
    for sigma in stride(from: 1.0, through: 60, by: 0.7) {
      let variance = boxRadii(sigma: sigma).map { Double((2 * $0 + 1) * (2 * $0 + 1) - 1) / 12 }.reduce(0, +)
      #expect(abs(variance.squareRoot() - sigma) <= 0.2 + 0.2 / sigma, "sigma \(sigma)")
    }
  }

  @Test func aLevelPlaneStaysLevel() {
    let plane = Plane<Float>(width: 50, height: 40, repeating: 65_535)
    #expect(boxGaussianBlurred(plane, sigmaX: 8, sigmaY: 5) == plane)
    #expect(largestDifference(gaussianBlurred(plane, sigmaX: 2, sigmaY: 2), plane) <= 0.05)
  }

  private func box(_ radius: Int) -> [Float] {
    [Float](repeating: 1 / Float(2 * radius + 1), count: 2 * radius + 1)
  }
}
