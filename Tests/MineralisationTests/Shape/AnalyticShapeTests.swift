import Glibc
import Mineralisation
import Raster
import RasterTestSupport
import Testing

/// Discs, rings and ellipses, whose measures are known, at twenty places within a pixel and twelve rotations.
@Suite struct AnalyticShapeTests {
  @Test(arguments: [(30.0, 30.0, 0.0), (40, 40, 0.5), (40, 20, 0), (36, 24, 0.6)])
  func areaAndLengthsComeOutRight(a: Double, b: Double, hole: Double) throws {
    let errors = try Errors(a: a, b: b, hole: hole, spacingX: 1, spacingY: 1)
    // Pixels are counted: what is left is how a phantom this small is sampled.
    #expect(errors.area.typical <= 0.003, "area: \(errors.area.typical)")
    #expect(errors.area.allSatisfy { abs($0) <= 0.01 }, "area: \(errors.area.largest)")
    #expect(errors.feretMax.allSatisfy { abs($0) <= 0.7 }, "longest: \(errors.feretMax.largest) px")
    #expect(errors.feretMax.typical <= 0.5, "longest: \(errors.feretMax.typical) px")
    #expect(errors.feretMin.allSatisfy { abs($0) <= 0.85 }, "shortest: \(errors.feretMin.largest) px")
    #expect(errors.feretMin.typical <= 0.5, "shortest: \(errors.feretMin.typical) px")
    #expect(errors.perimeter.allSatisfy { abs($0) <= 0.01 }, "perimeter: \(errors.perimeter.largest)")
    #expect(errors.majorAxis.allSatisfy { abs($0) <= 0.006 }, "major axis: \(errors.majorAxis.largest)")
    #expect(errors.centroid.allSatisfy { $0 <= 0.25 }, "centroid: \(errors.centroid.largest) px")
  }

  @Test(arguments: [(1.0, 1.0, 0.01), (2.0, 0.5, 0.06)])
  func anEllipseInMillimetresKeepsItsLengthsOnAnyGrid(spacingX: Double, spacingY: Double, bias: Double) throws {
    let errors = try Errors(a: 40, b: 25, hole: 0, spacingX: spacingX, spacingY: spacingY)
    #expect(errors.area.typical <= 0.005)
    #expect(errors.feretMax.typical <= 0.5 * spacingX && errors.feretMin.typical <= 0.5 * spacingX)
    #expect(errors.perimeter.allSatisfy { abs($0) <= bias }, "perimeter: \(errors.perimeter.largest)")
    #expect(errors.majorAxis.allSatisfy { abs($0) <= 0.01 }, "major axis: \(errors.majorAxis.largest)")
  }

  /// What ``CroftonPerimeter`` says of its bias.
  @Test func thePerimetersBiasIsAsStated() throws {
    for (radius, bound) in [(3.0, 0.04), (5, 0.02), (10, 0.01), (20, 0.005), (40, 0.003)] {
      for shift in Point.shifts(10, seed: 3) {
        let disc = try shape(.ellipse(radius, radius, shift: shift))
        let bias = (disc.perimeterMM ?? 0) / (2 * .pi * radius) - 1
        #expect(abs(bias) <= bound, "disc of radius \(radius): \(bias)")
      }
    }
    for degrees in stride(from: 0.0, through: 90, by: 7.5) {
      let square = try shape(.rectangle(60, 60, angle: degrees * .pi / 180, shift: Point(0.3, 0.6)))
      let bias = (square.perimeterMM ?? 0) / 480 - 1
      // A corner is cut by about half a pixel; the rest is the direction's own.
      #expect(bias >= -0.026 && bias <= 0.011, "square at \(degrees) degrees: \(bias)")
    }
    // An axis-parallel square loses 1.4 % and about 0.45 pixels at each corner.
    for side in [6.0, 10, 20, 40, 80] {
      let square = try shape(Mask.rectangle(side / 2, side / 2, shift: Point(0.5, 0.5)))
      let bias = (square.perimeterMM ?? 0) - 4 * side
      #expect(abs(bias + 0.0138 * 4 * side + 1.86) <= 0.05, "square of \(side): \(bias)")
    }
    let line = try shape(Mask(drawn: String(repeating: "#", count: 60)))
    #expect(abs((line.perimeterMM ?? 0) / 122 - 0.81) <= 0.02, "line: \(line.perimeterMM ?? 0)")
  }

  @Test func halvingThePixelsChangesMillimetresByUnderOnePerCent() throws {
    let coarse = try shape(.ellipse(30, 18, angle: 0.4), pixel: 0.2)
    let fine = try shape(.ellipse(60, 36, angle: 0.4), pixel: 0.1)
    for (a, b) in [
      (coarse.areaMM2, fine.areaMM2), (coarse.feretMaxMM, fine.feretMaxMM), (coarse.feretMinMM, fine.feretMinMM),
      (coarse.perimeterMM, fine.perimeterMM), (coarse.majorAxisMM, fine.majorAxisMM),
      (coarse.minorAxisMM, fine.minorAxisMM), (coarse.equivalentDiameterMM, fine.equivalentDiameterMM),
    ] { #expect(abs((a ?? 0) / (b ?? 1) - 1) <= 0.01) }
  }

  private func shape(_ mask: Mask, pixel: Double = 1) throws -> ShapeMeasurements {
    try #require(measureShapes(of: mask.asLabel, spacing: spacing(pixel, pixel)).first)
  }
}

/// The errors over all places and rotations; areas, perimeters and axes as fractions, the rest as lengths.
private struct Errors {
  var area: [Double] = []
  var feretMax: [Double] = []
  var feretMin: [Double] = []
  var perimeter: [Double] = []
  var majorAxis: [Double] = []
  var centroid: [Double] = []

  init(a: Double, b: Double, hole: Double, spacingX: Double, spacingY: Double) throws {
    for rotation in 0..<(a == b ? 1 : 12) {
      for shift in Point.shifts(20, seed: UInt64(rotation)) {
        let mask = Mask.ellipse(
          a, b, angle: Double(rotation) * .pi / 12, shift: shift, hole: hole, spacingX: spacingX, spacingY: spacingY)
        let shape = try #require(
          measureShapes(of: mask.asLabel, spacing: spacing(spacingX, spacingY)).first)
        area.append((shape.areaMM2 ?? 0) / (.pi * a * b * (1 - hole * hole)) - 1)
        feretMax.append((shape.feretMaxMM ?? 0) - 2 * a)
        feretMin.append((shape.feretMinMM ?? 0) - 2 * b)
        perimeter.append((shape.perimeterMM ?? 0) / (ellipsePerimeter(a, b) * (1 + hole)) - 1)
        majorAxis.append((shape.majorAxisMM ?? 0) / (2 * a * (1 + hole * hole).squareRoot()) - 1)
        let centre = Point(Double(mask.width / 2) + shift.x, Double(mask.height / 2) + shift.y)
        centroid.append(hypot(shape.centroid.x - centre.x, shape.centroid.y - centre.y))
      }
    }
  }
}

/// Ramanujan's second approximation, right to nine digits here.
private func ellipsePerimeter(_ a: Double, _ b: Double) -> Double {
  let h = (a - b) * (a - b) / ((a + b) * (a + b))
  return .pi * (a + b) * (1 + 3 * h / (10 + (4 - 3 * h).squareRoot()))
}

extension [Double] {
  fileprivate var largest: Double { self.max { abs($0) < abs($1) } ?? 0 }
  /// The median size.
  fileprivate var typical: Double { map { abs($0) }.sorted()[count / 2] }
}
