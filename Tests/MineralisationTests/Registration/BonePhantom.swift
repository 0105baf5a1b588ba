import Glibc
import Mineralisation
import Raster

/// Bones as smooth shapes in millimetres, drawn anew under any transform, so that nothing is resampled.
struct BonePhantom: Sendable {
  /// A bone: whether a place in millimetres lies in it.
  typealias Body = @Sendable (Double, Double) -> Bool

  /// The bones; the first has label 1.
  var bodies: [Body]

  /// A proximal femur: a bent shaft, a trochanter and a head on its neck.
  static let femur: Body = { x, y in
    let axis = 60 + 5 * sin(y / 60)
    let isShaft = y > 42 && abs(x - axis) < 9 + y / 60
    let isHead = (x - 92) * (x - 92) + (y - 36) * (y - 36) < 13 * 13
    let along = ((x - 60) * 32 + (y - 48) * -12) / (32 * 32 + 12 * 12)
    let across = abs((x - 60) * -12 - (y - 48) * 32) / hypot(32, 12)
    let isNeck = along > 0 && along < 1 && across < 8
    let isTrochanter = ((x - 55) / 11) * ((x - 55) / 11) + ((y - 40) / 15) * ((y - 40) / 15) < 1
    return isShaft || isHead || isNeck || isTrochanter
  }

  /// A half of a pelvis: a wing and a ring below it, above and beside the femur's head.
  static let pelvis: Body = { x, y in
    let u = (x - 125) / 24
    let v = (y - 30) / 34
    let isWing = u * u + v * v < 1 && hypot(x - 92, y - 36) > 16
    let ring = hypot((x - 130) / 1.1, y - 88)
    return isWing || (ring > 11 && ring < 21)
  }

  /// Hip and femur.
  static let hip = BonePhantom(bodies: [femur, pelvis])

  /// The phantom as a film of `width` by `height` pixels shows it when every bone `i` went where `transforms[i]` (or the
  /// last of them) brings it; `origin` is the place in millimetres of the film's first pixel.
  func film(
    _ width: Int, _ height: Int, spacing: Double, spacingY: Double? = nil, origin: Point = Point(0, 0),
    _ transforms: [Similarity] = [.identity], names: [String] = [], hasSpacing: Bool = true, hasSignal: Bool = false
  ) -> RegistrationFilm {
    let back = bodies.indices.map { transforms[min($0, transforms.count - 1)].inverse }
    let rowSpacing = spacingY ?? spacing
    var labels = [Int32](repeating: 0, count: width * height)
    var signal = Plane<UInt16>(width: width, height: height, repeating: 400)
    for y in 0..<height {
      for x in 0..<width {
        let place = Point(origin.x + Double(x) * spacing, origin.y + Double(y) * rowSpacing)
        for (i, body) in bodies.enumerated() {
          let own = back[i](place)
          if body(own.x, own.y) {
            labels[y * width + x] = Int32(i + 1)
            signal[x, y] = Self.grey(own)
            break
          }
        }
      }
    }
    return RegistrationFilm(
      bones: LabelMap(Plane(width: width, height: height, samples: labels), count: bodies.count), names: names,
      spacingX: spacing, spacingY: rowSpacing, hasSpacing: hasSpacing, signal: hasSignal ? signal : nil)
  }

  /// The grey value of a bone's place: a pattern of waves that no shift by a few millimetres repeats.
  private static func grey(_ place: Point) -> UInt16 {
    let waves = sin(place.y / 1.9) + sin(place.y / 3.1 + place.x / 4) + sin(place.x / 2.3 - place.y / 7)
    return UInt16(2000 + 300 * waves)
  }
}

extension Similarity {
  /// How far apart two transforms bring the corners of a box of 100 by 120 mm, at most.
  func difference(to other: Similarity) -> Double {
    [Point(40, 20), Point(140, 20), Point(40, 130), Point(140, 130)].map { corner in
      let a = self(corner)
      let b = other(corner)
      return hypot(a.x - b.x, a.y - b.y)
    }.max() ?? 0
  }
}
