import Glibc
public import Raster

/// A turn, an enlargement and a shift: `x' = scale · R(rotation) · x + shift`, all in millimetres.
///
/// Places are in millimetres from the first pixel's centre, `x` to the right and `y` down; a positive rotation turns from
/// `x` towards `y`, clockwise on the screen.
public struct Similarity: Sendable, Equatable {
  /// The enlargement; above 0.
  public let scale: Double
  /// The turn in radians.
  public let rotation: Double
  /// The shift after turn and enlargement, along rows.
  public let shiftX: Double
  /// The shift after turn and enlargement, along columns.
  public let shiftY: Double

  /// Scale times cosine and sine, which every place needs.
  private let cosine: Double
  private let sine: Double

  /// Leaves everything where it is.
  public static let identity = Similarity(scale: 1, rotation: 0, shiftX: 0, shiftY: 0)

  /// A transform of these parts.
  ///
  /// - Precondition: `scale` is above 0.
  public init(scale: Double, rotation: Double, shiftX: Double, shiftY: Double) {
    precondition(scale > 0, "A scale of \(scale)")
    self.scale = scale
    self.rotation = remainder(rotation, 2 * Double.pi)
    self.shiftX = shiftX
    self.shiftY = shiftY
    cosine = scale * cos(rotation)
    sine = scale * sin(rotation)
  }

  /// Turns by `rotation` and enlarges by `scale` about `centre`, and brings that to `target`.
  public init(scale: Double, rotation: Double, about centre: Point, to target: Point) {
    let c = scale * cos(rotation)
    let s = scale * sin(rotation)
    self.init(
      scale: scale, rotation: rotation, shiftX: target.x - (c * centre.x - s * centre.y),
      shiftY: target.y - (s * centre.x + c * centre.y))
  }

  /// Where `point` comes to lie.
  public func callAsFunction(_ point: Point) -> Point {
    Point(cosine * point.x - sine * point.y + shiftX, sine * point.x + cosine * point.y + shiftY)
  }

  /// Where the direction `x`, `y` points afterwards, of the same length.
  func turned(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    ((cosine * x - sine * y) / scale, (sine * x + cosine * y) / scale)
  }

  /// The transform that undoes this one.
  public var inverse: Similarity {
    Similarity(
      scale: 1 / scale, rotation: -rotation, shiftX: -(cosine * shiftX + sine * shiftY) / (scale * scale),
      shiftY: (sine * shiftX - cosine * shiftY) / (scale * scale))
  }

  /// This transform first, then `next`.
  public func followed(by next: Similarity) -> Similarity {
    let target = next(Point(shiftX, shiftY))
    return Similarity(
      scale: scale * next.scale, rotation: rotation + next.rotation, shiftX: target.x, shiftY: target.y)
  }
}
