import Raster

/// The border between the pixels inside and outside, as short straight pieces half-way between pixel centres.
///
/// Marching squares with what lies beyond the plane outside; where two inside pixels meet at a corner only, they stay
/// apart. Coordinates are those of the radiograph, in which the mask lies at `box`.
func contour(_ mask: Mask, at box: PixelBox) -> [Segment] {
  let width = mask.width
  let height = mask.height
  let bytes = mask.plane.samples
  let span = bytes.span
  var pieces: [Segment] = []
  for y in -1..<height {
    for x in -1..<width {
      let hasLeft = x >= 0
      let hasRight = x < width - 1
      let hasTop = y >= 0
      let hasBottom = y < height - 1
      let i = y * width + x
      let corners =
        (hasLeft && hasTop && span[i] != 0 ? 8 : 0) | (hasRight && hasTop && span[i + 1] != 0 ? 4 : 0)
        | (hasRight && hasBottom && span[i + width + 1] != 0 ? 2 : 0)
        | (hasLeft && hasBottom && span[i + width] != 0 ? 1 : 0)
      guard corners != 0, corners != 15 else { continue }
      let place = Point(Double(box.x + x), Double(box.y + y))
      for (from, to) in pairs[corners] { pieces.append(Segment(place.moved(from), place.moved(to))) }
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
