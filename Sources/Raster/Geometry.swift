/// A place in an image in pixels: `x` to the right, `y` down, pixel centres at integers.
public struct Point: Sendable, Equatable, Hashable {
  /// Pixels to the right of the first pixel's centre.
  public var x: Double
  /// Pixels below the first pixel's centre.
  public var y: Double

  /// A point at `x`, `y`.
  @inlinable
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A straight line between two places of an image, such as the gap that was measured.
public struct Segment: Sendable, Equatable {
  /// Where it starts.
  public var start: Point
  /// Where it ends.
  public var end: Point

  /// The segment from `start` to `end`.
  @inlinable
  public init(_ start: Point, _ end: Point) {
    self.start = start
    self.end = end
  }
}

/// A box of whole pixels: columns `x ..< x + width`, rows `y ..< y + height`.
public struct PixelBox: Sendable, Equatable, Hashable {
  /// The first column.
  public var x: Int
  /// The first row.
  public var y: Int
  /// The number of columns.
  public var width: Int
  /// The number of rows.
  public var height: Int

  /// The box that starts at `x`, `y`.
  ///
  /// - Precondition: `width` and `height` are at least 0.
  @inlinable
  public init(x: Int, y: Int, width: Int, height: Int) {
    precondition(width >= 0 && height >= 0, "A box cannot be smaller than nothing")
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The box of every pixel of a plane of `width` by `height`.
  ///
  /// - Precondition: both are at least 0.
  @inlinable
  public init(width: Int, height: Int) { self.init(x: 0, y: 0, width: width, height: height) }

  /// The first column after the box.
  @inlinable public var endX: Int { x + width }
  /// The first row after the box.
  @inlinable public var endY: Int { y + height }
  /// Whether it holds no pixel.
  @inlinable public var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether `other` lies wholly inside.
  @inlinable
  public func contains(_ other: PixelBox) -> Bool {
    other.x >= x && other.y >= y && other.endX <= endX && other.endY <= endY
  }

  /// What the two boxes share; empty where they share nothing.
  @inlinable
  public func intersection(_ other: PixelBox) -> PixelBox {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return PixelBox(
      x: left, y: top, width: max(0, min(endX, other.endX) - left), height: max(0, min(endY, other.endY) - top))
  }

  /// The box grown by `dx` columns and `dy` rows on every side, cut to a plane of `width` by `height`.
  @inlinable
  public func grown(_ dx: Int, _ dy: Int, within width: Int, _ height: Int) -> PixelBox {
    PixelBox(x: x - dx, y: y - dy, width: self.width + 2 * dx, height: self.height + 2 * dy)
      .intersection(PixelBox(width: width, height: height))
  }

  /// The box `dx` columns to the right and `dy` rows down.
  package func moved(_ dx: Int, _ dy: Int) -> PixelBox { PixelBox(x: x + dx, y: y + dy, width: width, height: height) }

  /// The smallest box around this one and `other`, neither of which is empty.
  package func union(_ other: PixelBox) -> PixelBox {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return PixelBox(x: left, y: top, width: max(endX, other.endX) - left, height: max(endY, other.endY) - top)
  }
}
