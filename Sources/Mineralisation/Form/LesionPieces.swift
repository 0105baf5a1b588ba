import Raster
import RasterKernels

/// The connected pieces of a lesion, and how long and thick it is as a whole; millimetres of its neighbourhood's scale.
struct LesionPieces: Equatable {
  /// The number of pieces.
  let count: Int
  /// The median of their maximum Feret diameters, one pixel wide at least.
  let medianSize: Double
  /// The longest distance across all of them, one pixel wide at least.
  let length: Double
  /// Twice the largest depth.
  let thickness: Double

  /// The pieces of the lesion of `depth`.
  init(of depth: LesionDepth, scale: ImageScale) {
    let components = labelComponents(of: depth.lesion)
    count = components.count
    var ends = [[Point]](repeating: [], count: components.count)
    for run in components.runs {
      for x in [run.start, run.end - 1] {
        ends[run.label - 1].append(Point(Double(x) * scale.x, Double(run.y) * scale.y))
      }
    }
    let hulls = ends.map(convexHull(of:))
    medianSize = median(of: hulls.map { diameter(ofHull: $0) + scale.mean }) ?? 0
    length = diameter(ofHull: convexHull(of: hulls.flatMap { $0 })) + scale.mean
    thickness = max(2 * (depth.largest ?? 0) - scale.mean, scale.mean)
  }
}
