import Raster
import RasterKernels

/// The connected pieces of a lesion.
struct LesionPieces: Equatable {
  /// The number of pieces.
  let count: Int
  /// The median of their maximum Feret diameters, one pixel wide at least, in millimetres.
  let medianSize: Double

  init(of lesion: Mask, scale: ImageScale) {
    let components = labelComponents(of: lesion)
    count = components.count
    var edges = [[Point]](repeating: [], count: components.count)
    for point in edgePixels(of: lesion) {
      let label = components[Int(point.x), Int(point.y)]
      edges[label - 1].append(Point(point.x * scale.x, point.y * scale.y))
    }
    let sizes = edges.map { diameter(ofHull: convexHull(of: $0)) + scale.mean }
    medianSize = median(of: sizes) ?? 0
  }
}
