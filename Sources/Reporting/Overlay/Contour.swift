package import Raster

/// The border between the pixels inside and outside, as short straight pieces half-way between pixel centres.
///
/// Marching squares with what lies beyond the plane outside; where two inside pixels meet at a corner only, they stay
/// apart. Coordinates are those of the radiograph, in which the mask lies at `box`.
package func contour(_ mask: Mask, at box: PixelBox) -> [Segment] {
  let width = mask.width
  let height = mask.height
  let bytes = mask.plane.samples
  let span = bytes.span
  var pieces: [Segment] = []
  for y in -1..<height {
    let hasTop = y >= 0
    let hasBottom = y < height - 1
    let upper = span.extracting(hasTop ? y * width..<(y + 1) * width : 0..<0)
    let lower = span.extracting(hasBottom ? (y + 1) * width..<(y + 2) * width : 0..<0)
    var x = -1
    while x < width {
      let hasLeft = x >= 0
      let hasRight = x < width - 1
      let corners =
        (hasLeft && hasTop && upper[x] != 0 ? 8 : 0) | (hasRight && hasTop && upper[x + 1] != 0 ? 4 : 0)
        | (hasRight && hasBottom && lower[x + 1] != 0 ? 2 : 0) | (hasLeft && hasBottom && lower[x] != 0 ? 1 : 0)
      if corners == 0 || corners == 15 {
        // Up to where either row changes every cell is like this one.
        let value: UInt8 = corners == 0 ? 0 : 1
        let end = min(
          hasTop ? firstColumn(in: upper, from: x + 1, unlike: value) : width,
          hasBottom ? firstColumn(in: lower, from: x + 1, unlike: value) : width)
        x = max(end - 1, x + 1)
        continue
      }
      let place = Point(Double(box.x + x), Double(box.y + y))
      for (from, to) in pairs[corners] { pieces.append(Segment(place.moved(from), place.moved(to))) }
      x += 1
    }
  }
  return pieces
}

/// The sides of a cell, for ``contour(_:at:)``.
private enum Side {
  case top, right, bottom, left
}

/// Which sides the border joins, by the corners inside (8 upper left, 4 upper right, 2 lower right, 1 lower left).
private let pairs: [[(Side, Side)]] = [
  [], [(.left, .bottom)], [(.bottom, .right)], [(.left, .right)], [(.top, .right)],
  [(.top, .right), (.left, .bottom)], [(.top, .bottom)], [(.left, .top)], [(.left, .top)], [(.top, .bottom)],
  [(.left, .top), (.bottom, .right)], [(.top, .right)], [(.left, .right)], [(.bottom, .right)], [(.left, .bottom)], [],
]

extension Point {
  /// The middle of a side of the cell whose upper left corner this is.
  fileprivate func moved(_ side: Side) -> Point {
    switch side {
    case .top: Point(x + 0.5, y)
    case .right: Point(x + 1, y + 0.5)
    case .bottom: Point(x + 0.5, y + 1)
    case .left: Point(x, y + 0.5)
    }
  }
}
