import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct GreyMorphologyTests {
  @Test(arguments: TestSize.aroundLanes) func extremesEqualThoseOfTheWindow(size: TestSize) {
    let plane = Plane<Float>.random(width: size.width, height: size.height, seed: 1)
    let stored = Plane<UInt16>.random(width: size.width, height: size.height, seed: 2)
    for (halfWidth, halfHeight) in [(0, 0), (1, 0), (0, 2), (3, 3), (4, 12), (40, 1)] {
      #expect(
        dilated(plane, halfWidth: halfWidth, halfHeight: halfHeight)
          == slowExtreme(plane, halfWidth: halfWidth, halfHeight: halfHeight, max))
      #expect(
        eroded(stored, halfWidth: halfWidth, halfHeight: halfHeight)
          == slowExtreme(stored, halfWidth: halfWidth, halfHeight: halfHeight, min))
    }
  }

  @Test func bothSampleTypesAgreeInEveryOperation() {
    let stored = Plane<UInt16>.random(width: 37, height: 21, seed: 3)
    let plane = stored.slowMap { x, y in Float(stored[x, y]) }
    func check(_ a: Plane<UInt16>, _ b: Plane<Float>) { #expect(a.samples.map(Float.init) == b.samples) }
    check(dilated(stored, halfWidth: 3, halfHeight: 2), dilated(plane, halfWidth: 3, halfHeight: 2))
    check(opened(stored, halfWidth: 3, halfHeight: 2), opened(plane, halfWidth: 3, halfHeight: 2))
    check(closed(stored, halfWidth: 1, halfHeight: 4), closed(plane, halfWidth: 1, halfHeight: 4))
    check(whiteTopHat(stored, halfWidth: 2, halfHeight: 2), whiteTopHat(plane, halfWidth: 2, halfHeight: 2))
    check(blackTopHat(stored, halfWidth: 2, halfHeight: 2), blackTopHat(plane, halfWidth: 2, halfHeight: 2))
  }

  @Test func aTopHatKeepsADotAndDropsALevelField() {
    var plane = Plane<UInt16>(width: 20, height: 20, repeating: 100)
    plane[10, 9] = 130
    let hat = whiteTopHat(plane, halfWidth: 1, halfHeight: 1)
    #expect(hat[10, 9] == 30)
    #expect(hat.samples.reduce(0) { $0 + Int($1) } == 30)
  }

  @Test(arguments: TestSize.aroundLanes) func theMedianIsTheFifthOfNine(size: TestSize) {
    let stored = Plane<UInt16>.random(width: size.width, height: size.height, seed: 4)
    let slow: Plane<UInt16> = stored.slowMap { x, y in
      (-1...1).flatMap { dy in (-1...1).map { stored.clamped(x + $0, y + dy) } }.sorted()[4]
    }
    #expect(medianFiltered(stored) == slow)
    let plane: Plane<Float> = stored.slowMap { x, y in Float(stored[x, y]) }
    #expect(medianFiltered(plane).samples == slow.samples.map { Float($0) })
  }

  @Test(arguments: TestSize.aroundLanes) func theGradientOfAnEvenSlopeIsThatSlope(size: TestSize) {
    let plane = Plane<Float>(width: size.width, height: size.height, repeating: 0).slowMap { x, y in
      Float(3 * x) + Float(4 * y)
    }
    let gradient = gradientMagnitude(plane, spacingX: 1, spacingY: 1)
    let expected: Float = (size.width > 1 ? 9 : 0) + (size.height > 1 ? 16 : 0)
    for value in gradient.samples { #expect(abs(value - expected.squareRoot()) < 1e-3) }
    let stretched = gradientMagnitude(plane, spacingX: 0.5, spacingY: 2)
    let other: Float = (size.width > 1 ? 36 : 0) + (size.height > 1 ? 4 : 0)
    for value in stretched.samples { #expect(abs(value - other.squareRoot()) < 1e-3) }
  }
}
