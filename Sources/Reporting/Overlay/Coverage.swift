import Raster

/// How much of each pixel a drawing covers, 0 to 255; strokes that meet do not add up.
struct Coverage {
  let width: Int
  let height: Int
  private(set) var values: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    values = [UInt8](repeating: 0, count: width * height)
  }

  /// Draws a line of `thickness` pixels with round ends and soft edges.
  mutating func stroke(_ segment: Segment, thickness: Double) {
    let reach = thickness / 2 + 1
    let left = max(0, Int((min(segment.start.x, segment.end.x) - reach).rounded(.down)))
    let right = min(width - 1, Int((max(segment.start.x, segment.end.x) + reach).rounded(.up)))
    let top = max(0, Int((min(segment.start.y, segment.end.y) - reach).rounded(.down)))
    let bottom = min(height - 1, Int((max(segment.start.y, segment.end.y) + reach).rounded(.up)))
    guard left <= right, top <= bottom else { return }
    let dx = segment.end.x - segment.start.x
    let dy = segment.end.y - segment.start.y
    let squared = dx * dx + dy * dy
    let stride = width
    var span = values.mutableSpan
    for y in top...bottom {
      for x in left...right {
        let px = Double(x) - segment.start.x
        let py = Double(y) - segment.start.y
        let t = squared > 0 ? max(0, min(1, (px * dx + py * dy) / squared)) : 0
        let away = ((px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy)).squareRoot()
        let covered = max(0, min(1, thickness / 2 + 0.5 - away))
        span[y * stride + x] = max(span[y * stride + x], UInt8(covered * 255))
      }
    }
  }

  /// Draws `text` with its upper left corner at `x`, `y`; a dot of the font is `size` pixels wide.
  mutating func write(_ text: String, x: Int, y: Int, size: Int) {
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
        let i = (y + row) * width + x + column
        values[i] = max(values[i], UInt8(covered * 255))
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

  private func covers(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

  /// How wide `text` becomes.
  static func width(of text: String, size: Int) -> Int { max(0, text.count * PixelFont.advance - 1) * size }

  /// The drawing grown by `radius` pixels to every side, as the dark seam around letters.
  func grown(by radius: Int) -> Coverage {
    var wide = self
    for y in 0..<height {
      for x in 0..<width where values[y * width + x] == 0 {
        var highest: UInt8 = 0
        for column in max(0, x - radius)...min(width - 1, x + radius) {
          highest = max(highest, values[y * width + column])
        }
        wide.values[y * width + x] = highest
      }
    }
    var result = wide
    for y in 0..<height {
      for x in 0..<width {
        var highest: UInt8 = 0
        for row in max(0, y - radius)...min(height - 1, y + radius) {
          highest = max(highest, wide.values[row * width + x])
        }
        result.values[y * width + x] = highest
      }
    }
    return result
  }
}
