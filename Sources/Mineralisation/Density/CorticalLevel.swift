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

  /// How far from the lesion bone counts whose nearest edge lies `nearest` millimetres from the lesion's.
  ///
  /// From centre to centre it may be a pixel more.
  static func reach(nearest: Double, _ scale: ImageScale) -> Double {
    nearest > CorticalReach.margins[1] + pixel(scale) ? 0 : nearest + pixel(scale) + CorticalReach.around
  }

  private static func pixel(_ scale: ImageScale) -> Double { max(scale.x, scale.y) }

  /// The level, given the distances to the lesion as far as ``reach(nearest:_:)``; `nil` without bone within 40 mm.
  func level(_ distances: LesionDistance, nearest: Double) -> Double? {
    for margin in CorticalReach.margins where nearest <= margin + Self.pixel(scale) {
      if let level = level(within: margin, distances) { return level }
    }
    return nil
  }

  private func level(within margin: Double, _ distances: LesionDistance) -> Double? {
    let reach = margin + CorticalReach.around
    let box = lesionBox.grown(scale.columns(reach), scale.rows(reach), within: radiograph.width, radiograph.height)
    let lesion = segmentation.lesions.labels.mask(of: id, in: box)
    let bone = segmentation.bones.labels.foreground(in: box).subtracting(lesion)
    guard !bone.isEmpty else { return nil }
    let known = box.intersection(distances.box)
    let part = PixelBox(x: known.x - box.x, y: known.y - box.y, width: known.width, height: known.height)
    return level(of: bone, distances.cropped(to: known), known: part, within: margin, box: box)
  }

  /// The level of `bone`, which is of the size of `box`, with the distances in its part `known`.
  private func level(
    of bone: Mask, _ distance: Plane<Float>, known: PixelBox, within margin: Double, box: PixelBox
  ) -> Double? {
    let away = distance.samples.span
    var near = bone.cropped(to: known)
    let inside = near.plane.samples.span
    var nearest = Float.infinity
    for i in inside.indices where inside[i] != 0 { nearest = min(nearest, away[i]) }
    guard nearest <= Float(margin * margin) else { return nil }
    let reach = nearest.squareRoot() + Float(CorticalReach.around)
    near.withMutableFlags { bytes in
      for i in bytes.indices where away[i] > reach * reach { bytes[i] = 0 }
    }
    let counting = near.placed(in: known, width: bone.width, height: bone.height)
    guard let tight = counting.boundingBox else { return nil }
    return level(of: bone, counting: counting, within: tight, box: box)
  }

  /// The level of the pixels in `counting`, all of which lie in `tight`; masks are of the size of `box`.
  private func level(of bone: Mask, counting: Mask, within tight: PixelBox, box: PixelBox) -> Double? {
    // Nothing farther away decides whether a pixel lies this deep.
    let part = tight.grown(
      scale.columns(CorticalReach.depth) + 1, scale.rows(CorticalReach.depth) + 1, within: box.width, box.height)
    let depth = squaredDistance(
      to: bone.cropped(to: part).complement, within: CorticalReach.depth, spacingX: scale.x, spacingY: scale.y)
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
