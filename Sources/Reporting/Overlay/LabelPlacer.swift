import Glibc
import Raster

/// Finds free places for labels: beside what they name and never over it.
struct LabelPlacer {
  private let width: Int
  private let height: Int
  /// 2 where nothing may be written (lesions, marks, other labels), 1 where rather not (bone).
  private var occupied: [UInt8]

  /// A place for a label.
  struct Place: Equatable {
    /// The left column.
    var x: Int
    /// The upper row.
    var y: Int
    /// A thin line from the label to what it names, where the label had to move away.
    var leader: Segment?
  }

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    occupied = [UInt8](repeating: 0, count: width * height)
  }

  /// Keeps labels off the pixels that `drawing` covers.
  mutating func keepOff(_ drawing: Coverage, isForbidden: Bool) {
    let level: UInt8 = isForbidden ? 2 : 1
    for stretch in drawing.stretches where stretch.row < height {
      for x in stretch.columns {
        let place = stretch.row * width + x
        occupied[place] = max(occupied[place], level)
      }
    }
  }

  /// Keeps labels off the pixels of `mask`, which lies on the picture at `box`.
  mutating func keepOff(_ mask: Mask, at box: PixelBox) {
    for y in 0..<mask.height {
      for x in 0..<mask.width where mask[x, y] { occupied[(box.y + y) * width + box.x + x] = 2 }
    }
  }

  /// The best free place for a label of `labelWidth` by `labelHeight` pixels beside `box`, and takes it.
  ///
  /// Directions all around are tried, outwards until the label fits; near places win, and places off bone.
  ///
  /// - Returns: `nil` where the picture has no room.
  mutating func place(_ labelWidth: Int, _ labelHeight: Int, beside box: PixelBox, of target: Point) -> Place? {
    let margin = 4
    let w = labelWidth + 2 * margin
    let h = labelHeight + 2 * margin
    var best: (cost: Double, x: Int, y: Int)?
    let middleX = Double(box.x) + Double(box.width) / 2
    let middleY = Double(box.y) + Double(box.height) / 2
    let reach = Double(max(box.width, box.height)) / 2 + 12 * Double(h)
    for direction in 0..<32 {
      let angle = 2 * Double.pi * Double(direction) / 32
      var away = 0.0
      while away < reach {
        let x = Int((middleX + cos(angle) * (away + Double(w) / 2) - Double(w) / 2).rounded())
        let y = Int((middleY + sin(angle) * (away + Double(h) / 2) - Double(h) / 2).rounded())
        away += 3
        guard let crowd = crowd(x, y, w, h) else { continue }
        let cost = distance(from: target, toBoxAt: x, y, w, h) + Double(h) * min(2, 20 * crowd)
        if best.map({ cost < $0.cost }) ?? true { best = (cost, x, y) }
        if crowd == 0 { break }
      }
    }
    guard let best else { return nil }
    for y in best.y..<best.y + h { for x in best.x..<best.x + w { occupied[y * width + x] = 2 } }
    let away = distance(from: target, toBoxAt: best.x, best.y, w, h)
    let edge = Point(
      min(max(target.x, Double(best.x + margin)), Double(best.x + w - margin)),
      min(max(target.y, Double(best.y + margin)), Double(best.y + h - margin)))
    return Place(
      x: best.x + margin, y: best.y + margin, leader: away > Double(h) ? Segment(edge, target) : nil)
  }

  /// The share of the box that lies over bone; `nil` where it may not lie there.
  private func crowd(_ x: Int, _ y: Int, _ w: Int, _ h: Int) -> Double? {
    guard x >= 0, y >= 0, x + w <= width, y + h <= height else { return nil }
    var soft = 0
    let span = occupied.span
    for row in y..<y + h {
      let line = span.extracting(row * width + x..<row * width + x + w)
      for column in firstColumn(in: line, from: 0, unlike: 0)..<w {
        if line[column] == 2 { return nil }
        soft += Int(line[column])
      }
    }
    return Double(soft) / Double(w * h)
  }

  private func distance(from point: Point, toBoxAt x: Int, _ y: Int, _ w: Int, _ h: Int) -> Double {
    let dx = max(Double(x) - point.x, 0, point.x - Double(x + w))
    let dy = max(Double(y) - point.y, 0, point.y - Double(y + h))
    return (dx * dx + dy * dy).squareRoot()
  }
}
