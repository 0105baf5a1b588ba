import Glibc

/// A place or direction in mm: x to the right, y down, z along the beam.
package struct Vector: Equatable, Sendable {
  var x: Double
  var y: Double
  var z: Double

  package init(_ x: Double, _ y: Double, _ z: Double = 0) {
    self.x = x
    self.y = y
    self.z = z
  }

  var length: Double { (x * x + y * y + z * z).squareRoot() }

  func dot(_ other: Vector) -> Double { x * other.x + y * other.y + z * other.z }

  static func + (a: Vector, b: Vector) -> Vector { Vector(a.x + b.x, a.y + b.y, a.z + b.z) }
  static func - (a: Vector, b: Vector) -> Vector { Vector(a.x - b.x, a.y - b.y, a.z - b.z) }
  static func * (a: Vector, factor: Double) -> Vector { Vector(a.x * factor, a.y * factor, a.z * factor) }

  /// The place a share `t` of the way to `other`.
  func towards(_ other: Vector, _ t: Double) -> Vector { self + (other - self) * t }
}

/// A rectangle of the film in mm.
package struct FilmBounds: Equatable, Sendable {
  var left: Double
  var right: Double
  var top: Double
  var bottom: Double

  /// The rectangle between these edges.
  package init(left: Double, right: Double, top: Double, bottom: Double) {
    self.left = left
    self.right = right
    self.top = top
    self.bottom = bottom
  }

  func union(_ other: FilmBounds) -> FilmBounds {
    FilmBounds(
      left: min(left, other.left), right: max(right, other.right), top: min(top, other.top),
      bottom: max(bottom, other.bottom))
  }
}

func radians(_ degrees: Double) -> Double { degrees * Double.pi / 180 }
