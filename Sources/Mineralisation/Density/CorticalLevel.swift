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

  /// The distances to the lesion as far as bone is looked for at first.
  var distances: LesionDistance {
    let box = box(within: CorticalReach.margins[0])
    return LesionDistance(to: segmentation.lesions.labels.mask(of: id, in: box), in: box, scale: scale)
  }

  /// The level, given those ``distances``; `nil` without bone within 40 mm.
  func level(_ distances: LesionDistance) -> Double? {
    for margin in CorticalReach.margins {
      if let level = level(within: margin, distances) { return level }
    }
    return nil
  }

  private func box(within margin: Double) -> PixelBox {
    let reach = margin + CorticalReach.around
    return lesionBox.grown(scale.columns(reach), scale.rows(reach), within: radiograph.width, radiograph.height)
  }

  private func level(within margin: Double, _ distances: LesionDistance) -> Double? {
    let box = box(within: margin)
    let lesion = segmentation.lesions.labels.mask(of: id, in: box)
    let bone = segmentation.bones.labels.foreground(in: box).subtracting(lesion)
    guard !bone.isEmpty else { return nil }
    let distances = distances.box == box ? distances : LesionDistance(to: lesion, in: box, scale: scale)
    return level(of: bone, distances.squared, within: margin, box: box)
  }

  private func level(of bone: Mask, _ distance: Plane<Float>, within margin: Double, box: PixelBox) -> Double? {
    let away = distance.samples.span
    let inside = bone.plane.samples.span
    var nearest = Float.infinity
    for i in inside.indices where inside[i] != 0 { nearest = min(nearest, away[i]) }
    guard nearest <= Float(margin * margin) else { return nil }
    let reach = nearest.squareRoot() + Float(CorticalReach.around)
    var near = bone
    near.withMutableFlags { bytes in
      for i in bytes.indices where away[i] > reach * reach { bytes[i] = 0 }
    }
    guard let tight = near.boundingBox else { return nil }
    return level(of: bone, counting: near, within: tight, box: box)
  }

  /// The level of the pixels in `counting`, all of which lie in `tight`; masks are of the size of `box`.
  private func level(of bone: Mask, counting: Mask, within tight: PixelBox, box: PixelBox) -> Double? {
    // Nothing farther away decides whether a pixel lies this deep.
    let part = tight.grown(
      scale.columns(CorticalReach.depth) + 1, scale.rows(CorticalReach.depth) + 1, within: box.width, box.height)
    let depth = squaredDistance(to: bone.cropped(to: part).complement, spacingX: scale.x, spacingY: scale.y)
    let deep = depth.samples.span
    let inside = counting.plane.samples.span
    let deepest = Float(CorticalReach.depth * CorticalReach.depth)
    let stored = radiograph.samples.samples.span
    let dark = segmentation.field.polarity == .boneDark
    let highest = 1 << radiograph.bitDepth - 1
    var values: [Double] = []
    for y in tight.y..<tight.endY {
      let row = (box.y + y) * radiograph.width + box.x
      for x in tight.x..<tight.endX {
        guard inside[y * box.width + x] != 0, deep[(y - part.y) * part.width + x - part.x] <= deepest else { continue }
        let sample = Int(stored[row + x])
        values.append(Double(dark ? highest - sample : sample))
      }
    }
    return quantile(CorticalReach.share, of: values)
  }
}
