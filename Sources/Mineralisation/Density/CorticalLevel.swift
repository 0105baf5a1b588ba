import Raster
import RasterKernels

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

/// The signal of cortical bone near a lesion.
///
/// The 90th percentile of the bone pixels that lie within 5 mm of bone's edge and at most 10 mm farther from the lesion than
/// the nearest bone. A high percentile, because cortex projects brightest where the beam runs along it.
struct CorticalLevel {
  let id: Int
  let lesionBox: PixelBox
  let radiograph: Radiograph
  let segmentation: Segmentation
  let scale: ImageScale

  /// The level, where the way between the edges of lesion and bone is `nearest` long; `nil` without bone within 40 mm.
  func level(nearest: Double) -> Double? {
    // From centre to centre it may be a pixel more.
    for margin in CorticalReach.margins where nearest <= margin + max(scale.x, scale.y) {
      if let level = level(within: margin) { return level }
    }
    return nil
  }

  private func level(within margin: Double) -> Double? {
    let reach = margin + CorticalReach.around
    let box = lesionBox.grown(scale.columns(reach), scale.rows(reach), within: radiograph.width, radiograph.height)
    let lesion = segmentation.lesions.labels.mask(of: id, in: box)
    let bone = segmentation.bones.labels.foreground(in: box).subtracting(lesion)
    let grading = GradingScale(spacing: radiograph.measuringSpacing, workingScale: segmentation.workingScale)
    let way = Outline(of: id, in: segmentation.lesions.labels, box: lesionBox).shortestWay(
      to: Outline(of: LabelMap(bone), at: box), scale: grading)
    guard let way, way.length <= margin else { return nil }
    let around = dilated(
      lesion, radius: way.length + CorticalReach.around, spacingX: scale.x, spacingY: scale.y)
    return level(of: bone, counting: bone.intersection(around), box: box)
  }

  /// The level of the pixels in `counting`; masks are of the size of `box`.
  private func level(of bone: Mask, counting: Mask, box: PixelBox) -> Double? {
    guard let tight = counting.boundingBox else { return nil }
    // Nothing farther away decides whether a pixel lies this deep.
    let part = tight.grown(
      scale.columns(CorticalReach.depth) + 1, scale.rows(CorticalReach.depth) + 1, within: box.width, box.height)
    let deep = eroded(bone.cropped(to: part), radius: CorticalReach.depth, spacingX: scale.x, spacingY: scale.y)
    let cortex = counting.cropped(to: part).subtracting(deep)
    let inside = cortex.plane.samples.span
    let stored = radiograph.samples.samples.span
    let dark = segmentation.field.polarity == .boneDark
    let highest = 1 << radiograph.bitDepth - 1
    var values: [Double] = []
    for y in 0..<part.height {
      let row = (box.y + part.y + y) * radiograph.width + box.x + part.x
      for x in 0..<part.width where inside[y * part.width + x] != 0 {
        let sample = Int(stored[row + x])
        values.append(Double(dark ? highest - sample : sample))
      }
    }
    return quantile(CorticalReach.share, of: values)
  }
}
