import Glibc
internal import Raster
internal import RasterKernels

/// Where the edge of a dark or bright surround is a step, as a diaphragm's is and the skin's is not.
///
/// Behind the skin the path through tissue, and with it the grey value, rises with the square root of the depth: from a quarter
/// to three quarters of what it is 8 mm farther in over about 4 mm. Behind a diaphragm it does so within the penumbra. At
/// each pixel of the edge the grey values are followed along the normal, from 2 mm outside to 8 mm inside, as means of 3 by
/// 3 pixels. Where the ends differ by the least contrast the pixel tells something; it is steep where the way from a
/// quarter to three quarters is 1.5 mm or less.
struct SteepBoundary: Sendable, Equatable {
  /// The steep pixels.
  private(set) var points: [Point] = []
  /// The number of pixels that tell something.
  private(set) var telling = 0

  /// From where to where the grey values are followed, in steps of half a millimetre.
  private static let way = -4...16
  /// The most steps from a quarter to three quarters.
  private static let mostSteps = 3

  /// The edge of `surround` in `image`, whose pixels measure `pitchX` by `pitchY` mm.
  init(of surround: Mask, in image: Plane<Float>, pitchX: Double, pitchY: Double, leastContrast: Float) {
    for pixel in edgePixels(of: surround) {
      guard let normal = Self.normal(at: pixel, of: surround) else { continue }
      let place = { (step: Int) in
        Point(pixel.x + normal.x * Double(step) / 2 / pitchX, pixel.y + normal.y * Double(step) / 2 / pitchY)
      }
      guard let outer = image.around(place(Self.way.lowerBound)), let inner = image.around(place(Self.way.upperBound)),
        !surround.holds(place(Self.way.upperBound)), abs(inner - outer) >= leastContrast
      else { continue }
      telling += 1
      var quarter: Int?
      for step in Self.way {
        guard let value = image.around(place(step)) else { break }
        let share = (value - outer) / (inner - outer)
        if share >= 0.25, quarter == nil { quarter = step }
        guard let start = quarter, share >= 0.75 else { continue }
        if step - start <= Self.mostSteps { points.append(pixel) }
        break
      }
    }
  }

  /// The share of the telling pixels that are steep; 0 where none tells.
  var steepShare: Double { telling == 0 ? 0 : Double(points.count) / Double(telling) }

  /// The direction out of `mask` at a pixel of its edge, of length 1: away from the mean of its pixels within 4 columns and rows.
  ///
  /// - Returns: `nil` near the frame, where the mask is cut, and where it has no direction.
  private static func normal(at pixel: Point, of mask: Mask) -> Point? {
    let (x, y) = (Int(pixel.x), Int(pixel.y))
    guard x >= 4, y >= 4, x + 4 < mask.width, y + 4 < mask.height else { return nil }
    let bytes = mask.plane.samples.span
    var sum = (x: 0, y: 0)
    for dy in -4...4 {
      for dx in -4...4 where bytes[(y + dy) * mask.width + x + dx] != 0 {
        sum.x -= dx
        sum.y -= dy
      }
    }
    let length = hypot(Double(sum.x), Double(sum.y))
    return length > 0 ? Point(Double(sum.x) / length, Double(sum.y) / length) : nil
  }
}

extension Mask {
  /// Whether the pixel at `point` is inside; `false` beyond the frame.
  fileprivate func holds(_ point: Point) -> Bool {
    let (x, y) = (Int(point.x.rounded()), Int(point.y.rounded()))
    return x >= 0 && y >= 0 && x < width && y < height && self[x, y]
  }
}

extension Plane<Float> {
  /// The mean of the 3 by 3 pixels around `point`; `nil` where they do not all lie in the plane.
  fileprivate func around(_ point: Point) -> Float? {
    let (x, y) = (Int(point.x.rounded()), Int(point.y.rounded()))
    guard x >= 1, y >= 1, x + 1 < width, y + 1 < height else { return nil }
    var sum: Float = 0
    for row in y - 1...y + 1 { sum += self[x - 1, row] + self[x, row] + self[x + 1, row] }
    return sum / 9
  }
}
