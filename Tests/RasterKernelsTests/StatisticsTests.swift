import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite struct StatisticsTests {
  @Test func quantilesEqualThoseOfTheSortedValues() {
    for count in [1, 2, 3, 4, 5, 10, 101, 1000] {
      let plane = Plane<UInt16>.random(width: count, height: 1, highest: count > 50 ? 20 : .max, seed: UInt64(count))
      let values = plane.samples.map(Double.init)
      let counted = histogram(of: plane)
      for q in [0, 0.1, 0.25, 0.333, 0.5, 0.9, 0.99, 1] {
        let expected = slowQuantile(q, of: values) ?? -1
        #expect(abs((quantile(q, of: values) ?? -9) - expected) < 1e-9, "\(count) values, \(q)")
        #expect(abs((counted.quantile(q) ?? -9) - expected) < 1e-9, "\(count) values, \(q)")
        #expect(abs(Double(quantile(q, of: values.map(Float.init)) ?? -9) - expected) < 0.01)
      }
    }
    #expect(quantile(0.5, of: [Double]()) == nil)
    #expect(median(of: [Float(3), 1, 2]) == 2)
    #expect(median(of: [4.0, 1, 2, 3]) == 2.5)
  }

  @Test(arguments: [1024, 1025, 1026, 3001]) func manyValuesAreRankedAsIfSorted(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let values = (0..<count).map { _ in Double.random(in: -5...20, using: &random) }
    // The last two mislead a sample of every few values.
    let lists = [
      values, values.map { $0.rounded() }, values.map(abs), values.map { _ in 3 }, values.sorted(),
      values.indices.map { $0 % (count / 256) == 0 ? 1000 : values[$0] },
    ]
    for list in lists {
      for q in [0, 0.001, 0.2, 0.5, 0.9, 0.9997, 1] {
        #expect(abs((quantile(q, of: list) ?? -9) - (slowQuantile(q, of: list) ?? 9)) < 1e-9, "\(q)")
      }
    }
  }

  @Test func theHistogramCountsTheBoxOrTheMask() {
    let plane = Plane<UInt16>.random(width: 30, height: 20, highest: 50, seed: 5)
    let mask = Mask.random(width: 30, height: 20, density: 0.3, seed: 6)
    let inside = (0..<600).filter { mask.plane.samples[$0] == 1 }.map { Double(plane.samples[$0]) }
    let masked = histogram(of: plane, inside: mask)
    let mean = inside.reduce(0, +) / Double(inside.count)
    let variance = inside.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(inside.count)
    #expect(masked.total == inside.count)
    #expect(inside.indices.map { Double(masked.value(at: $0)) } == inside.sorted())
    #expect(abs((masked.mean ?? 0) - mean) < 1e-9)
    #expect(abs((masked.standardDeviation ?? 0) - variance.squareRoot()) < 1e-9)
    let box = PixelBox(x: 3, y: 4, width: 11, height: 7)
    #expect(histogram(of: plane, in: box) == histogram(of: plane.cropped(to: box)))
    #expect(histogram(of: plane, inside: Mask(width: 30, height: 20)).mean == nil)
  }

  @Test func otsuPartsTwoHeaps() {
    let samples: [UInt16] = [1, 2, 2, 3, 90, 91, 92]
    #expect(histogram(of: Plane(width: 7, height: 1, samples: samples)).otsuThreshold == 3)
    #expect(histogram(of: Plane(width: 2, height: 1, samples: [5, 5])).otsuThreshold == nil)
  }

  @Test func theHullOfAGridIsItsCorners() {
    let points = (0..<5).flatMap { y in (0..<7).map { Point(Double($0), Double(y)) } }
    let hull = convexHull(of: points)
    #expect(hull.count == 4)
    #expect(area(ofPolygon: hull) == 24)
    #expect(abs(diameter(ofHull: hull) - 52.0.squareRoot()) < 1e-12)
    #expect(minimumWidth(ofHull: hull) == 4)
    #expect(convexHull(of: [Point(1, 1), Point(1, 1)]) == [Point(1, 1)])
    #expect(convexHull(of: [Point(0, 0), Point(2, 2), Point(1, 1)]) == [Point(0, 0), Point(2, 2)])
    #expect(convexHull(of: []).isEmpty)
  }

  @Test func theHullHoldsEveryPointAndItsWidthIsTheLeastOfAllDirections() {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<20 {
      let points = (0..<30).map { _ in
        Point(Double(Int.random(in: 0..<20, using: &generator)), Double(Int.random(in: 0..<20, using: &generator)))
      }
      let hull = convexHull(of: points)
      for (i, a) in hull.enumerated() {
        let b = hull[(i + 1) % hull.count]
        for point in points { #expect((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) >= -1e-9) }
      }
      let farthest = points.flatMap { a in points.map { b in (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) } }
      #expect(abs(diameter(ofHull: hull) - (farthest.max() ?? 0).squareRoot()) < 1e-9)
    }
  }
}
