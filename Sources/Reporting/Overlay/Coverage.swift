package import Raster

/// How much of each pixel a drawing covers, 0 to 255; strokes that meet do not add up.
package struct Coverage {
  let width: Int
  /// The rows that can be drawn in; what lies beyond is left out.
  let rows: Range<Int>
  /// Empty until something is drawn: most layers of a picture stay so.
  private var values: [UInt8] = []

  /// Covered pixels of a row beside each other.
  package struct Stretch: Equatable {
    /// The row.
    package let row: Int
    /// The columns.
    package let columns: Range<Int>
  }

  /// Nothing, on a picture of `width` columns.
  package init(width: Int, rows: Range<Int>) {
    self.width = width
    self.rows = rows
  }

  /// What the drawing covers of a pixel in one of its rows.
  package subscript(x: Int, y: Int) -> UInt8 { values.isEmpty ? 0 : values[(y - rows.lowerBound) * width + x] }

  /// The covered pixels, row by row.
  package var stretches: [Stretch] {
    guard !values.isEmpty else { return [] }
    var found: [Stretch] = []
    let all = values.span
    for (number, row) in rows.enumerated() {
      let line = all.extracting(number * width..<(number + 1) * width)
      var start = firstColumn(in: line, from: 0, unlike: 0)
      while start < width {
        var end = start + 1
        while end < width, line[end] != 0 { end += 1 }
        found.append(Stretch(row: row, columns: start..<end))
        start = firstColumn(in: line, from: end, unlike: 0)
      }
    }
    return found
  }

  private mutating func unfold() {
    if values.isEmpty { values = [UInt8](repeating: 0, count: width * rows.count) }
  }

  private mutating func cover(_ x: Int, _ y: Int, _ value: UInt8) {
    let i = (y - rows.lowerBound) * width + x
    values[i] = max(values[i], value)
  }

  /// Draws a line of `thickness` pixels with round ends and soft edges.
  package mutating func stroke(_ segment: Segment, thickness: Double) {
    let reach = thickness / 2 + 1
    let left = max(0, Int((min(segment.start.x, segment.end.x) - reach).rounded(.down)))
    let right = min(width - 1, Int((max(segment.start.x, segment.end.x) + reach).rounded(.up)))
    let top = max(rows.lowerBound, Int((min(segment.start.y, segment.end.y) - reach).rounded(.down)))
    let bottom = min(rows.upperBound - 1, Int((max(segment.start.y, segment.end.y) + reach).rounded(.up)))
    guard left <= right, top <= bottom else { return }
    unfold()
    let dx = segment.end.x - segment.start.x
    let dy = segment.end.y - segment.start.y
    let squared = dx * dx + dy * dy
    let radius = thickness / 2 + 0.5
    for y in top...bottom {
      let py = Double(y) - segment.start.y
      for x in left...right {
        let px = Double(x) - segment.start.x
        let t = squared > 0 ? max(0, min(1, (px * dx + py * dy) / squared)) : 0
        let away = (px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy)
        guard away < radius * radius else { continue }
        cover(x, y, UInt8(min(1, radius - away.squareRoot()) * 255))
      }
    }
  }

  /// Draws `text` with its upper left corner at `x`, `y`; a dot of the font is `size` pixels wide.
  package mutating func write(_ text: String, x: Int, y: Int, size: Int) {
    unfold()
    for (number, letter) in text.enumerated() {
      write(PixelFont.rows(of: letter), x: x + number * PixelFont.advance * size, y: y, size: size)
    }
  }

  private mutating func write(_ rows: UInt64, x: Int, y: Int, size: Int) {
    for row in -size / 2..<PixelFont.height * size + size / 2 {
      for column in -size / 2..<PixelFont.width * size + size / 2 where covers(x + column, y + row) {
        // Between the dots the letter is interpolated, so that its strokes become round instead of stepped.
        let u = (Double(column) + 0.5) / Double(size) - 0.5
        let v = (Double(row) + 0.5) / Double(size) - 0.5
        let level = Self.interpolated(rows, u, v)
        let covered = max(0, min(1, (level - 0.42) * Double(size) + 0.5))
        cover(x + column, y + row, UInt8(covered * 255))
      }
    }
  }

  private static func interpolated(_ rows: UInt64, _ u: Double, _ v: Double) -> Double {
    let column = Int(u.rounded(.down))
    let row = Int(v.rounded(.down))
    let fu = u - Double(column)
    let fv = v - Double(row)
    func dot(_ dx: Int, _ dy: Int) -> Double { PixelFont.isSet(rows, column + dx, row + dy) ? 1 : 0 }
    return (dot(0, 0) * (1 - fu) + dot(1, 0) * fu) * (1 - fv) + (dot(0, 1) * (1 - fu) + dot(1, 1) * fu) * fv
  }

  private func covers(_ x: Int, _ y: Int) -> Bool { x >= 0 && x < width && rows.contains(y) }

  /// How wide `text` becomes.
  static func width(of text: String, size: Int) -> Int { max(0, text.count * PixelFont.advance - 1) * size }

  /// The drawing grown by `radius` pixels to every side, as the dark seam around letters; what is covered keeps its value along
  /// its row.
  package func grown(by radius: Int) -> Coverage {
    var wide = self
    for stretch in stretches {
      for x in stretch.columns {
        for column in max(0, x - radius)...min(width - 1, x + radius) where self[column, stretch.row] == 0 {
          wide.cover(column, stretch.row, self[x, stretch.row])
        }
      }
    }
    var result = wide
    for stretch in wide.stretches {
      for row in max(rows.lowerBound, stretch.row - radius)...min(rows.upperBound - 1, stretch.row + radius) {
        for x in stretch.columns { result.cover(x, row, wide[x, stretch.row]) }
      }
    }
    return result
  }
}
