import Raster
import RasterKernels

/// How long and how thick a lesion is.
struct LesionExtent: Equatable {
  /// The longest distance across, one pixel wide at least, in millimetres of the neighbourhood's scale.
  let length: Double
  /// Twice the largest depth.
  let thickness: Double

  init(of place: LesionNeighbourhood) {
    let scale = place.scale
    let points = edgePixels(of: place.lesion).map { Point($0.x * scale.x, $0.y * scale.y) }
    length = diameter(ofHull: convexHull(of: points)) + scale.mean
    var deepest: Float = 0
    if let box = place.lesion.boundingBox {
      // The nearest pixel outside lies in the box's frame, or no nearer beyond it.
      let lesion = place.lesion.cropped(to: box.grown(1, 1, within: place.box.width, place.box.height))
      let depth = squaredDistance(to: lesion.complement, spacingX: scale.x, spacingY: scale.y).samples.span
      let inside = lesion.plane.samples.span
      for i in inside.indices where inside[i] != 0 && depth[i].isFinite { deepest = max(deepest, depth[i]) }
    }
    thickness = max(2 * Double(deepest).squareRoot() - scale.mean, scale.mean)
  }
}
