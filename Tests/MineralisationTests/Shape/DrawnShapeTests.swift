import Glibc
import Mineralisation
import Raster
import RasterTestSupport
import Testing

/// Shapes small enough to count by hand.
@Suite struct DrawnShapeTests {
  @Test func onePixelIsOnePixelWideInEveryLength() throws {
    let shape = try measure("...\n.#.\n...")
    #expect(shape.areaPx == 1)
    #expect(shape.areaMM2 == 0.25)
    #expect(shape.feretMaxMM == 0.5)
    #expect(shape.feretMinMM == 0.5)
    #expect(shape.maxDepthMM == 0.5)
    #expect(shape.centroid == Point(1, 1))
    #expect(shape.boundingBox == PixelBox(x: 1, y: 1, width: 1, height: 1))
    #expect(shape.solidity == 1)
    #expect(shape.sphericity == 1)
    #expect(abs((shape.elongation ?? 0) - 1) < 1e-12)
    #expect(abs((shape.equivalentDiameterMM ?? 0) - 1 / Double.pi.squareRoot()) < 1e-12)
  }

  @Test func aLineIsAsLongAsItsPixelsAndOneWide() throws {
    for picture in ["......\n.####.\n......", "...\n.#.\n.#.\n.#.\n.#.\n..."] {
      let shape = try measure(picture)
      #expect(shape.feretMaxMM == 2)
      #expect(shape.feretMinMM == 0.5)
      #expect(abs((shape.elongation ?? 0) - 0.25) < 1e-12)
      #expect(shape.solidity == 1)
      #expect(shape.maxDepthMM == 0.5)
    }
    let diagonal = try measure("#...\n.#..\n..#.\n...#")
    #expect(abs((diagonal.feretMaxMM ?? 0) - (18.0.squareRoot() + 1) / 2) < 1e-12)
    #expect(diagonal.solidity == 1)
  }

  @Test func aHoleTakesAreaAndAddsPerimeter() throws {
    let full = try measure(".....\n.###.\n.###.\n.###.\n.....")
    let ring = try measure(".....\n.###.\n.#.#.\n.###.\n.....")
    #expect(ring.areaPx == 8)
    #expect(ring.feretMaxMM == full.feretMaxMM)
    #expect(ring.solidity == 8.0 / 9)
    #expect((ring.perimeterMM ?? 0) > (full.perimeterMM ?? 0))
    #expect(ring.maxDepthMM == 0.5)
    #expect(full.maxDepthMM == 1)
  }

  @Test func theImagesEdgeEndsALesionButIsNoDepth() throws {
    let shape = try measure("##...\n##...\n##...\n##...")
    #expect(shape.areaPx == 8)
    #expect(shape.boundingBox == PixelBox(x: 0, y: 0, width: 2, height: 4))
    #expect(shape.maxDepthMM == 1)
    let inner = try measure(".......\n..##...\n..##...\n..##...\n..##...\n.......")
    #expect(shape.perimeterMM == inner.perimeterMM)
    #expect(shape.feretMaxMM == inner.feretMaxMM)
    let whole = try measure("##\n##")
    #expect(whole.areaPx == 4)
    #expect(whole.maxDepthMM == nil)
  }

  @Test func withoutASpacingThereAreRatiosAndNoLengths() throws {
    let mask = Mask.ellipse(12, 7, angle: 0.3)
    let bare = try #require(measureShapes(of: mask.asLabel, spacing: nil).first)
    let known = try #require(measureShapes(of: mask.asLabel, spacing: spacing(0.2, 0.2)).first)
    #expect(bare.areaMM2 == nil && bare.perimeterMM == nil && bare.feretMaxMM == nil && bare.feretMinMM == nil)
    #expect(bare.feretMaxUncertaintyMM == nil && bare.majorAxisMM == nil && bare.minorAxisMM == nil)
    #expect(bare.equivalentDiameterMM == nil && bare.maxDepthMM == nil)
    #expect(bare.areaPx == known.areaPx)
    #expect(bare.solidity == known.solidity)
    #expect(abs((bare.elongation ?? 0) - (known.elongation ?? 1)) < 1e-12)
    #expect(abs((bare.sphericity ?? 0) - (known.sphericity ?? 1)) < 1e-12)
  }

  @Test func theUncertaintyIsOnePixelAndTheSpacingsOwn() throws {
    let mask = Mask(drawn: "......\n.####.\n......")
    let exact = try #require(measureShapes(of: mask.asLabel, spacing: spacing(0.5, 0.2)).first)
    #expect(exact.feretMaxUncertaintyMM == 0.5)
    let unsure = try #require(
      measureShapes(
        of: mask.asLabel,
        spacing: PixelSpacing(x: 0.5, y: 0.2, source: .marker, relativeUncertainty: 0.1)
      ).first)
    #expect(abs((unsure.feretMaxUncertaintyMM ?? 0) - hypot(0.5, 0.2)) < 1e-12)
  }

  @Test func aLabelWithoutPixelsGetsNothing() {
    let plane = Plane<Int32>(width: 3, height: 1, samples: [0, 2, 2])
    let shapes = measureShapes(of: LabelMap(plane, count: 2), spacing: spacing(1, 1))
    #expect(shapes.count == 2)
    #expect(shapes[0].areaPx == 0)
    #expect(shapes[0].feretMaxMM == nil)
    #expect(shapes[1].areaPx == 2)
  }

  private func measure(_ picture: String) throws -> ShapeMeasurements {
    try #require(measureShapes(of: Mask(drawn: picture).asLabel, spacing: spacing(0.5, 0.5)).first)
  }
}

func spacing(_ x: Double, _ y: Double) -> PixelSpacing? { PixelSpacing(x: x, y: y, source: .user) }
