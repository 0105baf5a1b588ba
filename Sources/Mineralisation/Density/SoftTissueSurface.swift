import Raster
import RasterKernels

/// The soft tissue's signal under a lesion, as its surroundings continue beneath it.
///
/// `b(u, v) = c0 + c1·u + c2·v + c3·u² + c4·uv + c5·v²` with u and v in centimetres from the lesion's centre, fitted to the
/// pixels around by iteratively reweighted least squares (Tukey's biweight at 4.685 robust standard deviations; Holland and
/// Welsch 1977). The curvature terms are damped (ridge of ``damping`` per pixel), because a ring of soft tissue tells the
/// slope under a lesion well and its curvature badly.
struct SoftTissueSurface {
  /// What curvature costs, per pixel of the fit.
  static let damping = 0.05
  /// Centimetres, so that the terms are of one order.
  private static let unit = 10.0

  private let coefficients: [Double]
  private let centre: Point
  private let scale: ImageScale

  /// Fits the surface to the pixels of `around`; `nil` where they are fewer than 12.
  init?(signal: Plane<Float>, around: Mask, centre: Point, scale: ImageScale) {
    var equations = WeightedFit(damping: Self.damping)
    let samples = signal.samples.span
    let inside = around.plane.samples.span
    // From the first row with points on, so that which of many are left out does not depend on where the plane begins.
    for y in (around.boundingBox?.y ?? 0)..<signal.height {
      equations.beginRow(v: (Double(y) - centre.y) * scale.y / Self.unit)
      for x in 0..<signal.width where inside[y * signal.width + x] != 0 {
        equations.append(
          u: (Double(x) - centre.x) * scale.x / Self.unit, value: Double(samples[y * signal.width + x]))
      }
    }
    guard let coefficients = equations.solved() else { return nil }
    self.coefficients = coefficients
    self.centre = centre
    self.scale = scale
  }

  /// The soft tissue's signal at column `x` and row `y`.
  func value(_ x: Double, _ y: Double) -> Double {
    let u = (x - centre.x) * scale.x / Self.unit
    let v = (y - centre.y) * scale.y / Self.unit
    return coefficients[0] + coefficients[1] * u + coefficients[2] * v + coefficients[3] * u * u
      + coefficients[4] * u * v + coefficients[5] * v * v
  }

  /// `signal` less the surface.
  func subtracted(from signal: Plane<Float>) -> Plane<Float> {
    var result = signal
    let width = signal.width
    let c = coefficients
    let (first, step) = (-centre.x * scale.x / Self.unit, scale.x / Self.unit)
    result.withMutableSamples { samples in
      for y in 0..<signal.height {
        let v = (Double(y) - centre.y) * scale.y / Self.unit
        let constant = c[0] + c[2] * v + c[5] * v * v
        let (linear, square) = (c[1] + c[4] * v, c[3])
        var row = samples._mutatingExtracting(y * width..<(y + 1) * width)
        for x in row.indices {
          let u = first + Double(Int32(truncatingIfNeeded: x)) * step
          unsafe row[unchecked: x] -= Float(constant + (linear + square * u) * u)
        }
      }
    }
    return result
  }
}
