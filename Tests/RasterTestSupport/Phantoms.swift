import Glibc
public import Raster

extension Mask {
  /// The pixels whose centre satisfies `inside`, given in pixels from the plane's first pixel.
  public init(width: Int, height: Int, where inside: (Double, Double) -> Bool) {
    self.init(
      width: width, height: height,
      bytes: (0..<width * height).map { inside(Double($0 % width), Double($0 / width)) ? 1 : 0 })
  }

  /// An ellipse of half axes `a` and `b` in units of the spacings, turned by `angle`, on a plane just large enough.
  ///
  /// The shift moves its centre by parts of a pixel. A ring has a hole of the ellipse's shape at `hole` of its size.
  public static func ellipse(
    _ a: Double, _ b: Double, angle: Double = 0, shift: Point = Point(0, 0), hole: Double = 0,
    spacingX: Double = 1, spacingY: Double = 1
  ) -> Mask {
    let (cosine, sine) = (cos(angle), sin(angle))
    return .centred(reach: max(a, b), shift: shift, spacingX: spacingX, spacingY: spacingY) { x, y in
      let u = (x * cosine + y * sine) / a
      let v = (y * cosine - x * sine) / b
      return u * u + v * v <= 1 && u * u + v * v >= hole * hole
    }
  }

  /// A rectangle of half sides `a` and `b`, turned by `angle`, as ``ellipse(_:_:angle:shift:hole:spacingX:spacingY:)``.
  public static func rectangle(_ a: Double, _ b: Double, angle: Double = 0, shift: Point = Point(0, 0)) -> Mask {
    let (cosine, sine) = (cos(angle), sin(angle))
    return .centred(reach: hypot(a, b), shift: shift, spacingX: 1, spacingY: 1) { x, y in
      abs(x * cosine + y * sine) <= a && abs(y * cosine - x * sine) <= b
    }
  }

  private static func centred(
    reach: Double, shift: Point, spacingX: Double, spacingY: Double, _ inside: (Double, Double) -> Bool
  ) -> Mask {
    let halfWidth = (reach / spacingX).rounded(.up) + 2
    let halfHeight = (reach / spacingY).rounded(.up) + 2
    return Mask(width: Int(halfWidth) * 2 + 1, height: Int(halfHeight) * 2 + 1) { x, y in
      inside((x - halfWidth - shift.x) * spacingX, (y - halfHeight - shift.y) * spacingY)
    }
  }

  /// The mask as a map with one label.
  public var asLabel: LabelMap {
    LabelMap(Plane(width: width, height: height, samples: plane.samples.map(Int32.init)), count: isEmpty ? 0 : 1)
  }

  /// Mirrored left to right.
  public var mirrored: Mask {
    Mask(width: width, height: height) { x, y in self[width - 1 - Int(x), Int(y)] }
  }

  /// Turned by a quarter.
  public var turned: Mask {
    Mask(width: height, height: width) { x, y in self[Int(y), height - 1 - Int(x)] }
  }
}

extension Point {
  /// `count` seeded shifts by less than a pixel.
  public static func shifts(_ count: Int, seed: UInt64) -> [Point] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      Point(Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
    }
  }
}
