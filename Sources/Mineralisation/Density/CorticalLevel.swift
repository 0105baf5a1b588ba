import Raster
import RasterKernels

/// The signal of cortical bone near a lesion; `nil` without bone within 40 mm.
///
/// The 90th percentile of the bone pixels that lie within 5 mm of bone's edge and at most 10 mm farther from the lesion than
/// the nearest bone. A high percentile, because cortex projects brightest where the beam runs along it.
func corticalLevel(
  near lesionBox: PixelBox, id: Int, radiograph: Radiograph, segmentation: Segmentation, scale: ImageScale
) -> Double? {
  let cut = BoneCut(id: id, lesionBox: lesionBox, radiograph: radiograph, segmentation: segmentation, scale: scale)
  for margin in CorticalReach.margins {
    if let level = cut.corticalLevel(within: margin) { return level }
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

/// A lesion with the bone around it.
private struct BoneCut {
  let id: Int
  let lesionBox: PixelBox
  let radiograph: Radiograph
  let segmentation: Segmentation
  let scale: ImageScale

  /// The level, where bone lies within `margin` millimetres.
  func corticalLevel(within margin: Double) -> Double? {
    let reach = margin + CorticalReach.around
    let box = lesionBox.grown(scale.columns(reach), scale.rows(reach), within: radiograph.width, radiograph.height)
    let lesion = segmentation.lesions.labels.mask(of: id, in: box)
    let bone = segmentation.bones.labels.foreground(in: box).subtracting(lesion)
    guard !bone.isEmpty else { return nil }
    return level(of: bone, beside: lesion, within: margin, box: box)
  }

  private func level(of bone: Mask, beside lesion: Mask, within margin: Double, box: PixelBox) -> Double? {
    let distance = squaredDistance(to: lesion, spacingX: scale.x, spacingY: scale.y)
    let away = distance.samples.span
    let inside = bone.plane.samples.span
    var nearest = Float.infinity
    for i in inside.indices where inside[i] != 0 { nearest = min(nearest, away[i]) }
    guard nearest <= Float(margin * margin) else { return nil }
    let reach = nearest.squareRoot() + Float(CorticalReach.around)
    let depth = squaredDistance(to: bone.complement, spacingX: scale.x, spacingY: scale.y)
    let deep = depth.samples.span
    let deepest = Float(CorticalReach.depth * CorticalReach.depth)
    let stored = radiograph.samples.samples.span
    let dark = segmentation.field.polarity == .boneDark
    let highest = 1 << radiograph.bitDepth - 1
    var values: [Double] = []
    for y in 0..<box.height {
      let row = (box.y + y) * radiograph.width + box.x
      for x in 0..<box.width {
        let i = y * box.width + x
        guard inside[i] != 0, deep[i] <= deepest, away[i] <= reach * reach else { continue }
        let sample = Int(stored[row + x])
        values.append(Double(dark ? highest - sample : sample))
      }
    }
    return quantile(CorticalReach.share, of: values)
  }
}
