import Glibc
import Raster
import RasterKernels

/// Why a round object is no marker.
struct MarkerFailure: Error, Equatable {
  /// The reason in words, as a predicate.
  let reason: String
  /// How many tests it passed before.
  let closeness: Int
}

/// What a marker's image must show.
private enum Demand {
  static let arcFraction = 0.6
  static let contrastShare = 0.25
  static let ellipticity = 0.06
  static let hollowness = 0.35
  static let areaRatio = 1.5
}

/// Fits the rim of `candidate` and tests it.
func judge(_ candidate: RoundOutline, _ source: GreySource, range: Double) -> Result<Marker, MarkerFailure> {
  guard let fit = fitRim(source, start: candidate) else {
    return .failure(MarkerFailure(reason: "has no rim", closeness: 0))
  }
  let outline = fit.outline
  let radius = outline.radius
  let ellipticity = 2 * outline.amplitude / (radius + outline.amplitude)
  if fit.arcFraction < Demand.arcFraction {
    let share = decimal(fit.arcFraction * 100, places: 0)
    return .failure(MarkerFailure(reason: "is round on \(share) % of its rim only", closeness: 1))
  }
  if fit.contrast < Demand.contrastShare * range {
    return .failure(MarkerFailure(reason: "is not much brighter than what surrounds it", closeness: 2))
  }
  if fit.residual > max(0.6, 0.012 * radius) || fit.blur > 1.5 + 0.1 * radius {
    return .failure(MarkerFailure(reason: "has an uneven or unsharp rim", closeness: 3))
  }
  if ellipticity > Demand.ellipticity {
    return .failure(MarkerFailure(reason: "is an ellipse", closeness: 3))
  }
  if isHollow(source, fit) { return .failure(MarkerFailure(reason: "is hollow or uneven inside", closeness: 3)) }
  if hangsOnMore(source, fit) {
    return .failure(MarkerFailure(reason: "hangs on a larger bright object", closeness: 4))
  }
  return .success(marker(fit, ellipticity))
}

/// The marker of an accepted fit.
///
/// `u(d) = √((2 · residual / √(n / 4))² + amplitude² + 0.2²)`: the fit's scatter over the `n` rays, of which about four
/// share the same pixels; the ellipse, whose cause is unknown; and a tenth of a pixel for either side of the rim.
private func marker(_ fit: RimFit, _ ellipticity: Double) -> Marker {
  let rays = max(1, fit.arcFraction * Double(fit.rayCount) / 4)
  let scatter = 2 * fit.residual / rays.squareRoot()
  let amplitude = fit.outline.amplitude
  return Marker(
    centre: fit.outline.centre, diameterPx: 2 * fit.outline.radius,
    diameterUncertaintyPx: (scatter * scatter + amplitude * amplitude + 0.04).squareRoot(), residualPx: fit.residual,
    arcFraction: fit.arcFraction, ellipticity: ellipticity)
}

/// Whether the values inside sink, in more than a tenth of the inner disc, a third of the rim's height below the rim.
private func isHollow(_ source: GreySource, _ fit: RimFit) -> Bool {
  let span = source.samples.samples.span
  let level = fit.insideLevel - Demand.hollowness * fit.contrast
  var low = 0
  var total = 0
  for ring in 0..<12 {
    let radius = fit.outline.radius * 0.75 * (Double(ring) / 12).squareRoot()
    for ray in 0..<24 {
      let angle = 2 * Double.pi * (Double(ray) + (ring.isMultiple(of: 2) ? 0 : 0.5)) / 24
      let x = fit.outline.centre.x + radius * cos(angle)
      let y = fit.outline.centre.y + radius * sin(angle)
      guard let value = source.value(x, y, span) else { continue }
      total += 1
      if value < level { low += 1 }
    }
  }
  return total == 0 || Double(low) > 0.1 * Double(total)
}

/// Whether the bright body that the disc belongs to is much larger than the disc.
private func hangsOnMore(_ source: GreySource, _ fit: RimFit) -> Bool {
  let radius = fit.outline.radius
  let reach = Int((2.5 * radius).rounded(.up))
  let x = Int(fit.outline.centre.x.rounded())
  let y = Int(fit.outline.centre.y.rounded())
  let box = PixelBox(x: x, y: y, width: 1, height: 1).grown(
    reach, reach, within: source.samples.width, source.samples.height)
  let level = fit.insideLevel - Demand.hollowness * fit.contrast
  let part = source.samples.cropped(to: box)
  let bytes = part.samples.map { value -> UInt8 in
    (source.isInverted ? 65535 - Double(value) : Double(value)) >= level ? 1 : 0
  }
  let labels = labelComponents(
    of: holesFilled(Mask(width: box.width, height: box.height, bytes: bytes)), connectivity: .four)
  let own = labels[x - box.x, y - box.y]
  guard own > 0 else { return true }
  let area = labels.pixelCounts[own]
  return Double(area) > Demand.areaRatio * .pi * radius * radius
}
