import Raster
import RasterKernels

/// What one look at a label's pixels leaves behind: how many, where, and which are neighbours.
///
/// All sums are whole numbers, so that their order and the lesion's place in the image change nothing.
struct PixelSum {
  /// The number of pixels.
  private(set) var count = 0
  private(set) var box = PixelBox(width: 0, height: 0)
  private var sumX = 0
  private var sumY = 0
  private var sumXX = 0
  private var sumXY = 0
  private var sumYY = 0
  /// The outermost pixels of each row; the hull of all pixels is the hull of these.
  private(set) var rowEnds: [Point] = []
  /// For each of ``CroftonPerimeter/directions`` the number of pixels whose neighbour in that direction is inside too.
  var neighbours = [Int](repeating: 0, count: CroftonPerimeter.directions.count)

  mutating func add(_ run: LabelRun) {
    let n = run.count
    // Sums of consecutive whole numbers and of their squares.
    let first = run.start
    let last = run.end - 1
    let columns = (first + last) * n / 2
    sumX += columns
    sumY += run.y * n
    sumXX += squares(last) - squares(first - 1)
    sumXY += run.y * columns
    sumYY += run.y * run.y * n
    box = count == 0 ? PixelBox(x: first, y: run.y, width: n, height: 1) : grown(box, by: run)
    count += n
    rowEnds.append(Point(Double(first), Double(run.y)))
    if last > first { rowEnds.append(Point(Double(last), Double(run.y))) }
  }

  /// The mean place of the pixels.
  var centroid: Point {
    guard count > 0 else { return Point(0, 0) }
    return Point(Double(sumX) / Double(count), Double(sumY) / Double(count))
  }

  /// The second central moments per pixel, each pixel a unit square: its own twelfth is part of them.
  var covariance: (xx: Double, xy: Double, yy: Double) {
    (
      central(sumXX, sumX, sumX) + 1.0 / 12, central(sumXY, sumX, sumY), central(sumYY, sumY, sumY) + 1.0 / 12
    )
  }

  private func central(_ product: Int, _ a: Int, _ b: Int) -> Double {
    let n = Int128(count)
    return Double(n * Int128(product) - Int128(a) * Int128(b)) / (Double(count) * Double(count))
  }
}

/// `0² + 1² + … + n²`.
private func squares(_ n: Int) -> Int { n * (n + 1) * (2 * n + 1) / 6 }

private func grown(_ box: PixelBox, by run: LabelRun) -> PixelBox {
  let left = min(box.x, run.start)
  // Runs come row by row: the box grows downwards only.
  return PixelBox(
    x: left, y: box.y, width: max(box.endX, run.end) - left, height: max(box.endY, run.y + 1) - box.y)
}

/// Sums up every label of `labels` in one pass over the plane; index `label - 1`.
func pixelSums(of labels: LabelMap) -> [PixelSum] {
  var sums = [PixelSum](repeating: PixelSum(), count: labels.count)
  for run in labels.runs {
    sums[run.label - 1].add(run)
    CroftonPerimeter.count(run, in: labels, into: &sums[run.label - 1].neighbours)
  }
  return sums
}
