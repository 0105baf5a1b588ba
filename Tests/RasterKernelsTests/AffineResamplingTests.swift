import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct AffineResamplingTests {
  private let still = PixelMap(xx: 1, xy: 0, yx: 0, yy: 1, shiftX: 0, shiftY: 0)

  private func plane(_ width: Int, _ height: Int) -> Plane<UInt16> {
    var generator = SplitMix64(seed: UInt64(width * 1000 + height))
    return Plane(
      width: width, height: height,
      samples: (0..<width * height).map { _ in UInt16.random(in: 0...4095, using: &generator) })
  }

  @Test(arguments: TestSize.aroundLanes)
  func everyPixelIsTheBilinearValueOfItsPlace(size: TestSize) {
    let source = plane(size.width, size.height)
    let map = PixelMap(xx: 0.9, xy: -0.3, yx: 0.25, yy: 1.1, shiftX: 0.4, shiftY: -0.7)
    let result = resampled(source, by: map)
    for y in 0..<size.height {
      for x in 0..<size.width {
        #expect(abs(Double(result[x, y]) - source.bilinear(at: map(x, y))) < 0.01)
      }
    }
  }

  @Test func nothingMovesNothing() {
    let source = plane(17, 9)
    #expect(resampled(source, by: still).samples == source.samples.map { Float($0) })
    let labels = Mask(drawn: "#..##\n.#..#").asLabel
    #expect(resampledNearest(labels, by: still) == labels)
  }

  @Test func labelsMoveByWholePixelsAndLeaveNothingBehind() {
    let labels = Mask(drawn: "##..\n#...\n....").asLabel
    let shifted = resampledNearest(labels, by: PixelMap(xx: 1, xy: 0, yx: 0, yy: 1, shiftX: -2, shiftY: -1))
    #expect(shifted.foreground.picture == "....\n..##\n..#.")
    let away = resampledNearest(labels, by: PixelMap(xx: 1, xy: 0, yx: 0, yy: 1, shiftX: 1, shiftY: 0))
    #expect(away.foreground.picture == "#...\n....\n....")
  }
}
