import Glibc
import Raster
import RasterTestSupport

/// A ball of metal over soft tissue: a disc blurred as a detector blurs, a little elliptical, with what lies across its
/// rim, and noise.
struct MarkerPhantom {
  var width = 160
  var height = 160
  var centre = Point(80, 80)
  var radius = 24.0
  /// Half the difference of the half axes over the radius.
  var ellipticity = 0.0
  /// The direction of the long axis.
  var axis = 0.0
  /// The sigma of the blur in pixels.
  var blur = 1.0
  /// The standard deviation of the noise over the marker's contrast.
  var noise = 0.02
  /// The direction of a stem of metal; none where absent.
  var stem: Double?
  /// The half width of the stem over the radius.
  var stemWidth = 0.25
  /// How far the stem reaches, over the radius.
  var stemReach = 1.4
  /// The column right of which bone lies behind the marker, half as bright.
  var boneFrom: Double?
  /// The share of the radius that is hollow.
  var hollow = 0.0

  static let background = 12_000.0
  static let contrast = 40_000.0

  func drawn(seed: UInt64) -> Plane<UInt16> {
    var generator = SplitMix64(seed: seed)
    let outer = Self.profile(radius: radius, blur: blur)
    let inner = hollow > 0 ? Self.profile(radius: radius * hollow, blur: blur) : []
    var samples: [UInt16] = []
    for y in 0..<height {
      for x in 0..<width {
        let dx = Double(x) - centre.x
        let dy = Double(y) - centre.y
        let distance = (dx * dx + dy * dy).squareRoot()
        let angle = atan2(dy, dx)
        let stretched = distance / (1 + ellipticity * cos(2 * (angle - axis)))
        var metal = Self.value(outer, stretched)
        if hollow > 0 { metal -= Self.value(inner, stretched) }
        if let stem { metal = max(metal, stemValue(dx, dy, stem)) }
        let bone = boneFrom.map { 0.5 * phi((Double(x) - $0) / 2) } ?? 0
        let level = Self.background + Self.contrast * (bone + metal * (1 - bone))
        let value = level + Self.contrast * noise * gaussian(&generator)
        samples.append(UInt16(min(65_535, max(0, value.rounded()))))
      }
    }
    return Plane(width: width, height: height, samples: samples)
  }

  private func stemValue(_ dx: Double, _ dy: Double, _ direction: Double) -> Double {
    let along = dx * cos(direction) + dy * sin(direction)
    let across = abs(-dx * sin(direction) + dy * cos(direction))
    guard along > 0 else { return 0 }
    return phi((stemWidth * radius - across) / blur) * phi((stemReach * radius - along) / blur)
  }

  /// A disc convolved with a Gaussian, at radii 0, 0.25, 0.5, …: `I(r) = ∫ g(u − r) · erf(√(R² − u²) / σ√2) du`.
  private static func profile(radius: Double, blur: Double) -> [Double] {
    (0..<Int((radius + 6 * blur) * 4) + 2).map { i in
      let r = Double(i) / 4
      var sum = 0.0
      let step = blur / 16
      for k in -80...80 {
        let u = r + Double(k) * step
        guard abs(u) < radius else { continue }
        let weight = exp(-Double(k * k) / 512) / (16 * (2 * Double.pi).squareRoot())
        sum += weight * erf((radius * radius - u * u).squareRoot() / (blur * 2.0.squareRoot()))
      }
      return sum
    }
  }

  private static func value(_ profile: [Double], _ radius: Double) -> Double {
    let place = radius * 4
    let index = Int(place)
    guard index + 1 < profile.count else { return 0 }
    let fraction = place - Double(index)
    return profile[index] * (1 - fraction) + profile[index + 1] * fraction
  }
}

private func phi(_ x: Double) -> Double { 0.5 * (1 + erf(x / 2.0.squareRoot())) }

private func gaussian(_ generator: inout SplitMix64) -> Double {
  let a = Double.random(in: 1e-12..<1, using: &generator)
  let b = Double.random(in: 0..<1, using: &generator)
  return (-2 * log(a)).squareRoot() * cos(2 * .pi * b)
}
