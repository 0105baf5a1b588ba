import Raster
import RasterKernels

/// The squared distance in millimetres from each pixel around a lesion to the lesion's nearest pixel.
struct LesionDistance {
  /// Where ``squared`` lies in the radiograph.
  let box: PixelBox
  /// The distances.
  let squared: Plane<Float>

  /// The distances inside `box` to `lesion`, which is of its size.
  init(to lesion: Mask, in box: PixelBox, scale: ImageScale) {
    self.box = box
    squared = squaredDistance(to: lesion, spacingX: scale.x, spacingY: scale.y)
  }

  /// The distances inside `part`, which lies in ``box``.
  func cropped(to part: PixelBox) -> Plane<Float> {
    squared.cropped(to: PixelBox(x: part.x - box.x, y: part.y - box.y, width: part.width, height: part.height))
  }
}
