import Raster
import RasterKernels

/// The signal of cortical bone near a lesion; `nil` without bone within 40 mm.
///
/// The 90th percentile of the bone pixels that lie within 5 mm of bone's edge and at most 10 mm farther from the lesion than
/// the nearest bone. A high percentile, because cortex projects brightest where the beam runs along it.
func corticalLevel(
  near lesionBox: PixelBox, id: Int, radiograph: Radiograph, segmentation: Segmentation, scale: ImageScale
) -> Double? {
  for margin in CorticalReach.margins {
    let place = LesionNeighbourhood(
      of: id, lesionBox: lesionBox, margin: margin + CorticalReach.around, radiograph: radiograph,
      segmentation: segmentation, scale: scale)
    if let level = corticalLevel(of: place, within: margin) { return level }
  }
  return nil
}

/// How far bone is looked for, and what of it counts; millimetres.
private enum CorticalReach {
  /// Bone is looked for within the first; where there is none, within the next.
  static let margins = [10.0, 40.0]
  /// Beyond the nearest bone.
  static let around = 10.0
  /// From the bone's edge inwards.
  static let depth = 5.0
  /// The share of the pixels that are darker.
  static let share = 0.9
}

private func corticalLevel(of place: LesionNeighbourhood, within margin: Double) -> Double? {
  guard !place.bone.isEmpty else { return nil }
  let distance = squaredDistance(to: place.lesion, spacingX: place.scale.x, spacingY: place.scale.y)
  let away = distance.samples.span
  let bone = place.bone.plane.samples.span
  var nearest = Float.infinity
  for i in bone.indices where bone[i] != 0 { nearest = min(nearest, away[i]) }
  guard nearest <= Float(margin * margin) else { return nil }
  let reach = nearest.squareRoot() + Float(CorticalReach.around)
  let depth = squaredDistance(to: place.bone.complement, spacingX: place.scale.x, spacingY: place.scale.y)
  let deep = depth.samples.span
  let signal = place.signal.samples.span
  let deepest = Float(CorticalReach.depth * CorticalReach.depth)
  var values: [Double] = []
  for i in bone.indices where bone[i] != 0 && deep[i] <= deepest && away[i] <= reach * reach {
    values.append(Double(signal[i]))
  }
  return quantile(CorticalReach.share, of: values)
}
