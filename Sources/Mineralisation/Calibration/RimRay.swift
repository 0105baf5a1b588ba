import Glibc
import Raster

/// Grey values read bright where metal is, between the pixels too.
struct GreySource: Sendable {
  /// The samples as stored.
  let samples: Plane<UInt16>
  /// Whether metal is dark.
  let isInverted: Bool

  /// The value at `x`, `y` by bilinear interpolation; `nil` outside the plane.
  @inline(__always)
  func value(_ x: Double, _ y: Double, _ span: Span<UInt16>) -> Double? {
    let left = Int(x.rounded(.down))
    let top = Int(y.rounded(.down))
    guard left >= 0, top >= 0, left + 1 < samples.width, top + 1 < samples.height else { return nil }
    let i = top &* samples.width &+ left
    let fx = x - Double(left)
    let fy = y - Double(top)
    let upper = Double(span[i]) * (1 - fx) + Double(span[i + 1]) * fx
    let lower = Double(span[i + samples.width]) * (1 - fx) + Double(span[i + samples.width + 1]) * fx
    let value = upper * (1 - fy) + lower * fy
    return isInverted ? 65535 - value : value
  }
}

/// The rim in one direction: where the values fall most steeply outwards.
struct RimRay: Sendable {
  /// The direction.
  let angle: Double
  /// The distance from the centre to the steepest fall.
  let radius: Double
  /// The fall per pixel there, of the smoothed values.
  let slope: Double
  /// The width of the fall, as the sigma of a Gaussian, the smoothing taken off.
  let blur: Double
  /// The value inside the fall.
  let inside: Double
  /// The value outside.
  let outside: Double

  /// The step along the ray in pixels.
  private static let step = 0.5
  /// The sigma of the smoothing along the ray, in steps.
  private static let sigma = 2.0

  /// Looks from `inner` to `outer` pixels from `centre`; `nil` where the ray leaves the plane or nothing falls.
  init?(_ source: GreySource, centre: Point, angle: Double, from inner: Double, to outer: Double) {
    let dx = cos(angle)
    let dy = sin(angle)
    let margin = 6
    let count = Int((outer - inner) / Self.step) + 1 + 2 * margin
    guard count > 2 * margin + 4 else { return nil }
    var values: [Double] = []
    values.reserveCapacity(count)
    let span = source.samples.samples.span
    for i in 0..<count {
      let distance = inner + Double(i - margin) * Self.step
      let x = centre.x + dx * distance
      let y = centre.y + dy * distance
      guard let value = source.value(x, y, span) else { return nil }
      values.append(value)
    }
    let falls = Self.falls(values, margin: margin)
    guard let peak = falls.indices.max(by: { falls[$0] < falls[$1] }), falls[peak] > 0, peak > 0,
      peak < falls.count - 1
    else { return nil }
    let bend = falls[peak - 1] - 2 * falls[peak] + falls[peak + 1]
    let offset = bend < 0 ? 0.5 * (falls[peak - 1] - falls[peak + 1]) / bend : 0
    self.angle = angle
    radius = inner + (Double(peak) + max(-1, min(1, offset))) * Self.step
    slope = falls[peak] / Self.step
    let width = Self.width(falls, peak)
    let sigma = width * Self.step / 2.354_82
    let own = Self.sigma * Self.step
    blur = max(0, sigma * sigma - own * own).squareRoot()
    let reach = Int((2.5 * sigma / Self.step).rounded(.up)) + 1
    inside = values[max(0, peak + margin - reach)]
    outside = values[min(values.count - 1, peak + margin + reach)]
  }

  /// The fall at each step, smoothed by the derivative of a Gaussian over `margin` steps to either side.
  private static func falls(_ values: [Double], margin: Int) -> [Double] {
    var weights: [Double] = []
    var total = 0.0
    for k in -margin...margin {
      let weight = Double(k) * exp(-Double(k * k) / (2 * sigma * sigma))
      weights.append(weight)
      total += weight * Double(k)
    }
    return (margin..<values.count - margin).map { i in
      var sum = 0.0
      for k in -margin...margin { sum -= weights[k + margin] * values[i + k] }
      return sum / total
    }
  }

  /// The full width of the peak at half its height, in steps.
  private static func width(_ falls: [Double], _ peak: Int) -> Double {
    let half = falls[peak] / 2
    func crossing(_ direction: Int) -> Double {
      var i = peak
      while i + direction >= 0, i + direction < falls.count, falls[i + direction] > half { i += direction }
      guard i + direction >= 0, i + direction < falls.count else { return Double(abs(i - peak)) }
      let fraction = (falls[i] - half) / max(falls[i] - falls[i + direction], 1e-9)
      return Double(abs(i - peak)) + fraction
    }
    return crossing(-1) + crossing(1)
  }
}
