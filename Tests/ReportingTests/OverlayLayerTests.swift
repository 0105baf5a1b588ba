import Raster
import RasterTestSupport
import Reporting
import Testing

/// What is drawn on an overlay, layer by layer, against the obvious way to draw it.
@Suite struct OverlayLayerTests {
  /// Cell by cell, every pixel asked for by itself.
  private func slowContour(_ mask: Mask, at box: PixelBox) -> Set<[Double]> {
    func inside(_ x: Int, _ y: Int) -> Bool {
      x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask[x, y]
    }
    var pieces: Set<[Double]> = []
    func add(_ a: (Double, Double), _ b: (Double, Double)) {
      let ends = [a, b].sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
      pieces.insert(ends.flatMap { [$0.0 + Double(box.x), $0.1 + Double(box.y)] })
    }
    for y in -1..<mask.height {
      for x in -1..<mask.width {
        let corners = [inside(x, y), inside(x + 1, y), inside(x + 1, y + 1), inside(x, y + 1)]
        let left = Double(x)
        let top = Double(y)
        let sides = [(left + 0.5, top), (left + 1, top + 0.5), (left + 0.5, top + 1), (left, top + 0.5)]
        switch corners.count(where: { $0 }) {
        case 0, 4: continue
        case 1, 3:
          // The odd corner is cut off.
          let isOdd = corners.count(where: { $0 }) == 1
          for odd in 0..<4 where corners[odd] == isOdd { add(sides[(odd + 3) % 4], sides[odd]) }
        default:
          if corners[0] == corners[2] {
            // Two inside meet at a corner: both are cut off.
            for odd in 0..<4 where corners[odd] { add(sides[(odd + 3) % 4], sides[odd]) }
          } else {
            let across = (0..<4).filter { corners[$0] != corners[($0 + 1) % 4] }
            add(sides[across[0]], sides[across[1]])
          }
        }
      }
    }
    return pieces
  }

  @Test(arguments: TestSize.aroundLanes, [0.02, 0.5, 0.98]) func outlinesRunBetweenInsideAndOutside(
    size: TestSize, density: Double
  ) {
    let mask = Mask.random(width: size.width, height: size.height, density: density, seed: 7)
    let box = PixelBox(x: 3, y: 5, width: size.width, height: size.height)
    let pieces = contour(mask, at: box)
    let found = pieces.map { piece -> [Double] in
      let ends = [piece.start, piece.end].sorted { $0.x != $1.x ? $0.x < $1.x : $0.y < $1.y }
      return ends.flatMap { [$0.x, $0.y] }
    }
    #expect(Set(found) == slowContour(mask, at: box) && found.count == Set(found).count)
  }

  @Test func aStrokeCoversWhatIsNearItsLine() {
    var layer = Coverage(width: 40, rows: 10..<30)
    #expect(layer.stretches.isEmpty && layer[3, 12] == 0)
    layer.stroke(Segment(Point(5, 12), Point(25, 12)), thickness: 3)
    layer.stroke(Segment(Point(30, 5), Point(30, 40)), thickness: 1)
    for y in 10..<30 {
      for x in 0..<40 {
        let toFirst = Point(Double(x), Double(y))
        let first = max(0, max(5 - toFirst.x, toFirst.x - 25))
        let away = (first * first + (toFirst.y - 12) * (toFirst.y - 12)).squareRoot()
        let second = abs(Double(x) - 30)
        let covered = max(min(1, max(0, 2 - away)), min(1, max(0, 1 - second)))
        #expect(layer[x, y] == UInt8(covered * 255), "\(x), \(y)")
      }
    }
    #expect(layer.stretches.first.map { $0.row == 10 && $0.columns == 30..<31 } == true)
    let covered = layer.stretches.reduce(0) { $0 + $1.columns.count }
    #expect(covered == (10..<30).reduce(0) { sum, y in sum + (0..<40).count { layer[$0, y] > 0 } })
  }

  @Test func aSeamReachesSoFarToEverySide() {
    var layer = Coverage(width: 30, rows: 4..<24)
    layer.stroke(Segment(Point(0, 4), Point(0, 4)), thickness: 1)
    layer.write("7", x: 12, y: 9, size: 1)
    let grown = layer.grown(by: 2)
    for y in 4..<24 {
      for x in 0..<30 {
        let near = (max(4, y - 2)...min(23, y + 2)).contains { row in
          (max(0, x - 2)...min(29, x + 2)).contains { layer[$0, row] > 0 }
        }
        #expect((grown[x, y] > 0) == near, "\(x), \(y)")
        #expect(grown[x, y] >= layer[x, y])
      }
    }
    #expect(Coverage(width: 5, rows: 0..<5).grown(by: 2).stretches.isEmpty)
  }
}
