import Raster

/// Millimetres per column and row that distances are taken with: the true spacing, or the segmentation's working scale.
struct GradingScale: Sendable, Equatable {
  /// Millimetres from one column to the next.
  let x: Double
  /// Millimetres from one row to the next.
  let y: Double
  /// The relative standard uncertainty of both.
  let relativeUncertainty: Double
  /// Whether these are millimetres of the object; a working scale decides only what lies near what.
  let isCalibrated: Bool

  /// The scale of `spacing`; `workingScale` where there is none.
  init(spacing: PixelSpacing?, workingScale: Double) {
    x = spacing?.x ?? workingScale
    y = spacing?.y ?? workingScale
    relativeUncertainty = spacing?.relativeUncertainty ?? 0
    isCalibrated = spacing != nil
  }

  /// The distance between two places.
  func distance(_ a: Point, _ b: Point) -> Double { squared(b.x - a.x, b.y - a.y).squareRoot() }

  /// The squared length of a step of `dx` columns and `dy` rows.
  @inline(__always)
  func squared(_ dx: Double, _ dy: Double) -> Double { dx * dx * x * x + dy * dy * y * y }
}

/// The outermost pixels of a region, row by row: the pixels of which a side faces outside.
///
/// The shortest distance between two regions that do not overlap runs between such pixels, so that distances between
/// large bones cost no more than their outlines are long.
struct Outline: Sendable {
  /// The columns, row by row.
  let columns: [Int32]
  /// Where row `firstRow + i` starts in ``columns``; one more than there are rows.
  private let starts: [Int]
  /// The first row.
  let firstRow: Int
  /// A box that holds the region.
  let box: PixelBox

  /// The number of outermost pixels.
  var count: Int { columns.count }

  /// The outline of `region`, which has one label and lies in the radiograph at `box`.
  init(of region: LabelMap, at box: PixelBox) {
    self.box = box
    firstRow = box.y
    var columns: [Int32] = []
    var starts = [0]
    forEachEdgePixel(of: region) { x, y in
      while starts.count <= y { starts.append(columns.count) }
      columns.append(Int32(truncatingIfNeeded: box.x + x))
    }
    while starts.count <= region.height { starts.append(columns.count) }
    self.columns = columns
    self.starts = starts
  }

  /// The outline of a label's pixels inside `box`.
  init(of label: Int, in labels: LabelMap, box: PixelBox) {
    self.init(of: labels.region(of: label, in: box), at: box)
  }

  /// The outermost pixel nearest to column `x` and row `y`, if one is closer than the root of `limit`.
  ///
  /// - Returns: its squared distance in `scale` and its place; of several equally near ones the same one every time.
  func nearest(
    toX x: Int, y: Int, scale: GradingScale, closerThan limit: Double
  ) -> (squared: Double, x: Int, y: Int)? {
    guard squaredDistanceToBox(x, y, scale) < limit else { return nil }
    var best: (squared: Double, x: Int, y: Int)?
    var bound = limit
    let rows = starts.count - 1
    let own = y - firstRow
    let span = columns.span
    var step = own < 0 ? -own : (own >= rows ? own - rows + 1 : 0)
    while true {
      let dy = Double(step) * scale.y
      if dy * dy >= bound || (own - step < 0 && own + step >= rows) { break }
      for side in step == 0 ? 1..<2 : 0..<2 {
        let row = side == 0 ? own - step : own + step
        guard row >= 0, row < rows else { continue }
        for i in starts[row]..<starts[row + 1] {
          let dx = Double(Int(span[i]) &- x) * scale.x
          let squared = dx * dx + dy * dy
          if squared < bound {
            bound = squared
            best = (squared, Int(span[i]), firstRow + row)
          }
        }
      }
      step += 1
    }
    return best
  }

  /// A bound that no squared distance from a pixel to the outline lies below: that to its box.
  @inline(__always)
  private func squaredDistanceToBox(_ x: Int, _ y: Int, _ scale: GradingScale) -> Double {
    // As distances to pixels are computed, so that rounding cannot put one below it.
    let dx = Double(max(box.x &- x, x &- (box.endX &- 1), 0)) * scale.x
    let dy = Double(max(box.y &- y, y &- (box.endY &- 1), 0)) * scale.y
    return dx * dx + dy * dy
  }

  /// As ``squaredDistanceToBox(_:_:_:)`` from any pixel of another outline.
  fileprivate func squaredDistance(toBox other: PixelBox, _ scale: GradingScale) -> Double {
    let dx = Double(max(box.x - (other.endX - 1), other.x - (box.endX - 1), 0)) * scale.x
    let dy = Double(max(box.y - (other.endY - 1), other.y - (box.endY - 1), 0)) * scale.y
    return dx * dx + dy * dy
  }

  /// Calls `body` with the column and row of every outermost pixel, row by row.
  func forEach(_ body: (_ x: Int, _ y: Int) -> Void) {
    for row in 0..<starts.count - 1 {
      for i in starts[row]..<starts[row + 1] { body(Int(columns[i]), firstRow + row) }
    }
  }
}

/// The shortest way between two outlines, from pixel centre to pixel centre.
struct ShortestWay: Sendable, Equatable {
  /// The squared length.
  let squared: Double
  /// The pixel of the first outline.
  let start: Point
  /// The pixel of the second outline.
  let end: Point

  /// The length.
  var length: Double { squared.squareRoot() }
}

extension Outline {
  /// The shortest way to `other`, if it is shorter than `limit`.
  func shortestWay(to other: Outline, scale: GradingScale, shorterThan limit: Double = .infinity) -> ShortestWay? {
    var bound = limit * limit
    guard count > 0, other.count > 0, squaredDistance(toBox: other.box, scale) < bound else { return nil }
    var best: ShortestWay?
    var anchors = Anchors()
    // A few pixels first: how far they lie tells that most of the others lie farther than the nearest.
    let stride = max(1, count / 32)
    for pass in [stride, 1] {
      var number = 0
      forEach { x, y in
        defer { number += 1 }
        guard number % pass == 0 else { return }
        let place = Point(Double(x) * scale.x, Double(y) * scale.y)
        guard !anchors.exclude(place, closerThan: bound.squareRoot()) else { return }
        let reach = pass == stride ? limit * limit : bound
        let hit = other.nearest(toX: x, y: y, scale: scale, closerThan: reach)
        anchors.add(place, distance: (hit?.squared ?? reach).squareRoot())
        if let hit, hit.squared < bound {
          bound = hit.squared
          best = ShortestWay(
            squared: hit.squared, start: Point(Double(x), Double(y)), end: Point(Double(hit.x), Double(hit.y)))
        }
      }
    }
    return best
  }
}
