import Glibc
internal import Raster

/// Looks for a ruler that lies along a side of the image and is cut by it, so that it does not stand apart from the body.
///
/// Its inner edge is a straight line within 45 mm of the side, up to 3 degrees oblique, over the whole side: nothing of a body is
/// that straight. What lies between is bright and, unlike a diaphragm's shadow, not of one value: it has digits and marks.
struct EdgeRuler {
  /// The film, 0 to 1, bone bright.
  let image: Plane<Float>
  /// Millimetres from column to column.
  let pitchX: Double
  /// Millimetres from row to row.
  let pitchY: Double

  /// The least and greatest width of the strip, in mm.
  private static let widths = (least: 5.0, most: 45.0)
  /// The shortest side in mm: a bone's edge may be straight over less.
  private static let leastLength = 120.0
  /// The greatest slope of the inner edge.
  private static let steepest = 0.052
  /// The step at the edge, of the image's range, that a row must have to count, and beyond which it counts no more.
  private static let step = (least: Float(0.06), most: Float(0.2))

  /// The pixels of rulers along the sides.
  func mask() -> Mask {
    var result = Mask(width: image.width, height: image.height)
    for side in [Side.left, .right, .top, .bottom] {
      guard let line = line(along: side) else { continue }
      paint(line, side, into: &result)
    }
    return result
  }

  /// A side of the image; along it a row runs inwards.
  private enum Side { case left, right, top, bottom }

  /// The inner edge: the number of pixels inwards at the first row, and what is added from row to row.
  private struct Line {
    let start: Double
    let slope: Double
    func place(_ row: Int) -> Double { start + slope * Double(row) }
  }

  private func line(along side: Side) -> Line? {
    let isUpright = side == .left || side == .right
    let (along, inwards) = isUpright ? (pitchY, pitchX) : (pitchX, pitchY)
    let rows = isUpright ? image.height : image.width
    let most = min(Int(Self.widths.most / inwards), (isUpright ? image.width : image.height) / 3)
    guard Double(rows) * along >= Self.leastLength, most > Int(Self.widths.least / inwards) + 4 else { return nil }
    guard let steps = steps(along: side, rows: rows, depth: most + 8),
      let line = straightest(steps, rows: rows, first: Int(Self.widths.least / inwards), last: most, along / inwards)
    else { return nil }
    return isEdge(line, steps, rows: rows, inwards: inwards) && isMarked(line, side, rows: rows) ? line : nil
  }

  /// How much darker the 1.5 mm inwards of each place are than the 1.5 mm outwards, cut to the greatest step, row by row.
  ///
  /// - Returns: `nil` where over a tenth of the rows have no step at all, which ends most searches early.
  private func steps(along side: Side, rows: Int, depth: Int) -> Plane<Float>? {
    var result = Plane<Float>(width: depth, height: rows, repeating: 0)
    var without = 0
    for row in 0..<rows {
      var greatest: Float = 0
      var outer: Float = value(side, row, 0) + value(side, row, 1) + value(side, row, 2)
      var inner: Float = value(side, row, 3) + value(side, row, 4) + value(side, row, 5)
      for x in 3..<depth - 3 {
        let step = min(max((outer - inner) / 3, -Self.step.most), Self.step.most)
        result[x, row] = step
        greatest = max(greatest, step)
        outer += value(side, row, x) - value(side, row, x - 3)
        inner += value(side, row, x + 3) - value(side, row, x)
      }
      if greatest < Self.step.least { without += 1 }
      guard 10 * without <= rows else { return nil }
    }
    return result
  }

  /// The grey value `x` pixels inwards.
  private func value(_ side: Side, _ row: Int, _ x: Int) -> Float {
    switch side {
    case .left: image[x, row]
    case .right: image[image.width - 1 - x, row]
    case .top: image[row, x]
    case .bottom: image[row, image.height - 1 - x]
    }
  }

  /// The line with the greatest mean step, of every fourth row.
  private func straightest(_ steps: Plane<Float>, rows: Int, first: Int, last: Int, _ aspect: Double) -> Line? {
    let slopes = Int(Self.steepest * aspect * Double(rows))
    let span = steps.samples.span
    var best: (sum: Float, line: Line)?
    for tilt in -slopes...slopes {
      let slope = Double(tilt) / Double(rows)
      for x in first...last where x + tilt >= first && x + tilt <= last {
        var sum: Float = 0
        var row = 0
        while row < rows {
          sum += span[row * steps.width + x + (tilt * row) / rows]
          row += 4
        }
        if sum > best?.sum ?? 0 { best = (sum, Line(start: Double(x), slope: slope)) }
      }
    }
    return best?.line
  }

  /// Whether there is a step at nine tenths of the rows, and at eight tenths one that is greatest within 1 mm of the line of
  /// all within 3 mm.
  private func isEdge(_ line: Line, _ steps: Plane<Float>, rows: Int, inwards: Double) -> Bool {
    let (near, far) = (max(1, Int((1 / inwards).rounded())), Int((3 / inwards).rounded()))
    var (clear, straight) = (0, 0)
    for row in 0..<rows {
      let middle = Int(line.place(row))
      let places = (max(0, middle - far)...min(steps.width - 1, middle + far))
      let top = places.map { steps[$0, row] }.max() ?? 0
      let here = (max(0, middle - near)...min(steps.width - 1, middle + near)).map { steps[$0, row] }.max() ?? 0
      if here >= Self.step.least { clear += 1 }
      if here >= top, here >= Self.step.least { straight += 1 }
    }
    return 10 * clear >= 9 * rows && 10 * straight >= 8 * rows
  }

  /// Whether the strip shows marks: a hundredth of its pixels differ by the greatest step or more from the mean of their row.
  private func isMarked(_ line: Line, _ side: Side, rows: Int) -> Bool {
    var (all, marks) = (0, 0)
    for row in 0..<rows {
      let width = Int(line.place(row)) - 2
      guard width > 2 else { continue }
      var sum: Float = 0
      for x in 0..<width { sum += value(side, row, x) }
      let mean = sum / Float(width)
      for x in 0..<width where abs(value(side, row, x) - mean) >= Self.step.most { marks += 1 }
      all += width
    }
    return 100 * marks >= all
  }

  private func paint(_ line: Line, _ side: Side, into mask: inout Mask) {
    let rows = side == .left || side == .right ? image.height : image.width
    for row in 0..<rows {
      for x in 0..<max(0, Int(line.place(row)) + 2) {
        switch side {
        case .left: mask[x, row] = true
        case .right: mask[image.width - 1 - x, row] = true
        case .top: mask[row, x] = true
        case .bottom: mask[row, image.height - 1 - x] = true
        }
      }
    }
  }
}
