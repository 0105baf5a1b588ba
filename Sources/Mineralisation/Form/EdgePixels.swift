package import Raster

/// The centres of the pixels of `mask` with a neighbour outside, over a side.
package func edgePixels(of mask: Mask) -> [Point] {
  var points: [Point] = []
  let bytes = mask.plane.samples.span
  let width = mask.width
  for y in 0..<mask.height {
    let row = bytes.extracting(y * width..<(y + 1) * width)
    var x = firstColumn(in: row, from: 0, unlike: 0)
    // Where the rows above and below have their next gap, as far as that is known.
    var gaps = y > 0 && y + 1 < mask.height ? Gaps(above: (y - 1) * width, below: (y + 1) * width) : nil
    while x < width {
      let end = firstColumn(in: row, from: x, unlike: 1)
      points.append(Point(Double(x), Double(y)))
      x += 1
      while x < end - 1 {
        let next = gaps?.next(from: x, in: bytes, width: width) ?? x
        guard next < end - 1 else { break }
        points.append(Point(Double(next), Double(y)))
        x = next + 1
      }
      if x < end { points.append(Point(Double(end - 1), Double(y))) }
      x = firstColumn(in: row, from: end, unlike: 0)
    }
  }
  return points
}

/// The next pixels outside in the rows above and below one.
private struct Gaps {
  private let starts: (above: Int, below: Int)
  private var above = -1
  private var below = -1

  init(above: Int, below: Int) { starts = (above, below) }

  /// The first column from `x` on where either row is outside.
  mutating func next(from x: Int, in bytes: Span<UInt8>, width: Int) -> Int {
    if above < x { above = firstColumn(in: bytes.extracting(starts.above..<starts.above + width), from: x, unlike: 1) }
    if below < x { below = firstColumn(in: bytes.extracting(starts.below..<starts.below + width), from: x, unlike: 1) }
    return min(above, below)
  }
}
