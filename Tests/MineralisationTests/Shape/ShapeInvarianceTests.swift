import Glibc
import Mineralisation
import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct ShapeInvarianceTests {
  @Test func aLesionAloneMeasuresAsAmongOthers() {
    let mask = Mask.random(width: 65, height: 50, density: 0.35, seed: 11)
    let labels = labelComponents(of: mask)
    let together = measureShapes(of: labels, spacing: spacing(0.2, 0.3))
    for label in 1...labels.count {
      let alone = measureShapes(of: labels.mask(of: label).asLabel, spacing: spacing(0.2, 0.3))
      #expect(alone == [together[label - 1]])
    }
  }

  @Test func touchingLesionsMeasureAsAlone() {
    let plane = Plane<Int32>(width: 6, height: 2, samples: [1, 1, 2, 2, 2, 0, 1, 1, 2, 2, 2, 0])
    let together = measureShapes(of: LabelMap(plane, count: 2), spacing: spacing(1, 1))
    let first = Mask(drawn: "##....\n##....").asLabel
    #expect(measureShapes(of: first, spacing: spacing(1, 1)) == [together[0]])
  }

  @Test func flipsAndQuarterTurnsChangeNothing() throws {
    for seed in UInt64(1)...5 {
      var mask = Mask.ellipse(13, 8, angle: Double(seed), shift: Point(0.3, 0.1), hole: 0.4)
      mask = mask.union(Mask.random(width: mask.width, height: mask.height, density: 0.02, seed: seed))
      let original = try measure(mask, 1, 1)
      for other in [mask.mirrored, mask.turned, mask.turned.turned, mask.mirrored.turned] {
        expectSame(original, try measure(other, 1, 1))
      }
      let stretched = try measure(mask, 2, 0.5)
      expectSame(stretched, try measure(mask.turned, 0.5, 2))
      expectSame(stretched, try measure(mask.mirrored, 2, 0.5))
    }
  }

  @Test func aPlaceElsewhereChangesNothingButThePlace() throws {
    let mask = Mask.ellipse(9, 5, angle: 0.7)
    let original = try measure(mask, 0.143, 0.143)
    let box = PixelBox(x: 40, y: 61, width: mask.width, height: mask.height)
    let moved = try measure(mask.placed(in: box, width: 100, height: 120), 0.143, 0.143)
    expectSame(original, moved)
    #expect(abs(moved.centroid.x - original.centroid.x - 40) < 1e-9)
    #expect(abs(moved.centroid.y - original.centroid.y - 61) < 1e-9)
  }

  private func measure(_ mask: Mask, _ x: Double, _ y: Double) throws -> ShapeMeasurements {
    try #require(measureShapes(of: mask.asLabel, spacing: spacing(x, y)).first)
  }

  private func expectSame(_ a: ShapeMeasurements, _ b: ShapeMeasurements) {
    #expect(a.areaPx == b.areaPx)
    for (name, left, right) in [
      ("area", a.areaMM2, b.areaMM2), ("perimeter", a.perimeterMM, b.perimeterMM),
      ("longest", a.feretMaxMM, b.feretMaxMM),
      ("its uncertainty", a.feretMaxUncertaintyMM, b.feretMaxUncertaintyMM), ("shortest", a.feretMinMM, b.feretMinMM),
      ("major", a.majorAxisMM, b.majorAxisMM), ("minor", a.minorAxisMM, b.minorAxisMM),
      ("depth", a.maxDepthMM, b.maxDepthMM),
      ("elongation", a.elongation, b.elongation), ("sphericity", a.sphericity, b.sphericity),
      ("solidity", a.solidity, b.solidity), ("diameter", a.equivalentDiameterMM, b.equivalentDiameterMM),
    ] { #expect(abs((left ?? -1) - (right ?? -2)) <= 1e-9 * abs(left ?? 1), "\(name)") }
  }
}
