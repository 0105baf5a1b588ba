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
    let depth = squaredDistance(to: place.lesion.complement, spacingX: scale.x, spacingY: scale.y)
    var deepest: Float = 0
    let inside = place.lesion.plane.samples
    for i in inside.indices where inside[i] != 0 && depth.samples[i].isFinite {
      deepest = max(deepest, depth.samples[i])
    }
    thickness = max(2 * Double(deepest).squareRoot() - scale.mean, scale.mean)
  }
}
