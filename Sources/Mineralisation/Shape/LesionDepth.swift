import Raster
import RasterKernels

/// How deep every pixel of a lesion lies, in the smallest box around it and one pixel more.
///
/// The nearest pixel outside lies in that frame, or no nearer beyond it. What lies beyond the image is neither: a lesion that
/// the image cuts is as deep as what is seen of it tells.
struct LesionDepth {
  /// Where the frame lies in the radiograph.
  let frame: PixelBox
  /// The lesion's pixels.
  let lesion: Mask
  /// The squared distance from centre to centre to the nearest pixel outside: 0 outside, infinite without any.
  let squared: Plane<Float>
  /// The largest distance; `nil` where the lesion covers the whole image.
  let largest: Double?

  /// The depth of label `id`, whose smallest box is `box`; distances in the spacings' unit.
  init(of id: Int, in labels: LabelMap, box: PixelBox, spacingX: Double, spacingY: Double) {
    frame = box.grown(1, 1, within: labels.width, labels.height)
    lesion = labels.mask(of: id, in: frame)
    squared = squaredDistance(to: lesion.complement, spacingX: spacingX, spacingY: spacingY)
    var highest: Float = 0
    for depth in squared.samples { highest = depth > highest ? depth : highest }
    largest = highest.isFinite ? Double(highest).squareRoot() : nil
  }
}
