package import Raster

/// The centres of the pixels of `mask` with a neighbour outside, over a side.
package func edgePixels(of mask: Mask) -> [Point] {
  var points: [Point] = []
  forEachEdgePixel(of: LabelMap(mask)) { x, y in points.append(Point(Double(x), Double(y))) }
  return points
}

/// Calls `body` with the column and row of every pixel of a region with a neighbour outside, over a side; row by row.
///
/// The region has one label; beyond the plane is outside.
@inline(__always)
func forEachEdgePixel(of region: LabelMap, _ body: (_ x: Int, _ y: Int) -> Void) {
  for y in 0..<region.height {
    var above = Gaps(region, row: y - 1)
    var below = Gaps(region, row: y + 1)
    for i in region.runIndices(ofRow: y) {
      let run = region.runs[i]
      body(run.start, y)
      var x = run.start + 1
      while x < run.end - 1 {
        let next = min(above.next(from: x, in: region), below.next(from: x, in: region))
        guard next < run.end - 1 else { break }
        body(next, y)
        x = next + 1
      }
      if x < run.end { body(run.end - 1, y) }
    }
  }
}

/// The pixels outside in one row of a region, from left to right.
private struct Gaps {
  private var runs: Range<Int>

  /// Those of `row`, which may lie beyond the plane.
  init(_ region: LabelMap, row: Int) { runs = row < 0 || row >= region.height ? 0..<0 : region.runIndices(ofRow: row) }

  /// The first column from `x` on that is outside; never less than before.
  mutating func next(from x: Int, in region: LabelMap) -> Int {
    while let first = runs.first, region.runs[first].end <= x { runs.removeFirst() }
    guard let first = runs.first, region.runs[first].start <= x else { return x }
    return region.runs[first].end
  }
}
