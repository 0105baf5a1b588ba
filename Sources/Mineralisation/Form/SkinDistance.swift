import Raster
import RasterKernels

/// How far a lesion lies from the air beside the body.
struct SkinDistance: Equatable {
  /// The shortest distance from the lesion's edge.
  let shortest: Double

  /// Looks in ever wider surroundings of lesion `id`; `nil` where no air is in the image.
  init?(of id: Int, lesionBox: PixelBox, radiograph: Radiograph, segmentation: Segmentation, scale: ImageScale) {
    guard segmentation.field.contains(.air) else { return nil }
    var margin = 20.0
    while true {
      let box = lesionBox.grown(scale.columns(margin), scale.rows(margin), within: radiograph.width, radiograph.height)
      let outside = segmentation.field.mask(of: .air, in: box)
      let distance = squaredDistance(to: outside, spacingX: scale.x, spacingY: scale.y)
      let lesion = segmentation.lesions.labels.mask(of: id, in: box).plane.samples
      var best = Float.infinity
      for i in lesion.indices where lesion[i] != 0 { best = min(best, distance.samples[i]) }
      let found = max(Double(best).squareRoot() - scale.mean, 0)
      let whole = box.width == radiograph.width && box.height == radiograph.height
      if found <= margin || whole {
        guard found.isFinite else { return nil }
        shortest = found
        return
      }
      margin *= 2
    }
  }
}
