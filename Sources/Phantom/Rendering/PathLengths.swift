package import Raster

/// How many mm of each pixel's ray lie in any of `solids`, less what lies in `hollow` or in any of `others`.
package func pathLengths(
  of solids: [Solid], hollow: Ellipsoid? = nil, outside others: [Solid] = [], in frame: Frame
) -> Plane<Float> {
  var result = Plane<Float>(width: frame.width, height: frame.height, repeating: 0)
  let candidates = solids.map { Candidate($0, in: frame) }
  let excluded = others.map { Candidate($0, in: frame) }
  var union = IntervalUnion()
  result.withMutableSamples { samples in
    for row in 0..<frame.height {
      let here = candidates.filter { $0.rows.contains(row) && !$0.columns.isEmpty }
      guard let first = here.map(\.columns.lowerBound).min(), let last = here.map(\.columns.upperBound).max() else {
        continue
      }
      let outside = excluded.filter { $0.rows.contains(row) }
      let y = frame.y(row)
      for column in first..<last {
        let x = frame.x(column)
        union.removeAll()
        for candidate in here { union.insert(candidate, column, x, y) }
        guard !union.isEmpty else { continue }
        var length = union.length
        if let window = hollow?.interval(x, y) { length -= union.length(within: window) }
        if !outside.isEmpty {
          // What both share: the two lengths less that of all together.
          var rest = IntervalUnion()
          for candidate in outside {
            union.insert(candidate, column, x, y)
            rest.insert(candidate, column, x, y)
          }
          length = union.length - rest.length
        }
        samples[row * frame.width + column] = Float(length)
      }
    }
  }
  return result
}

private struct Candidate {
  let solid: Solid
  let columns: Range<Int>
  let rows: Range<Int>

  init(_ solid: Solid, in frame: Frame) {
    let bounds = solid.bounds
    self.solid = solid
    columns = frame.columns(bounds.left, bounds.right)
    rows = frame.rows(bounds.top, bounds.bottom)
  }
}

extension IntervalUnion {
  fileprivate mutating func insert(_ candidate: Candidate, _ column: Int, _ x: Double, _ y: Double) {
    guard candidate.columns.contains(column), let interval = candidate.solid.interval(x, y) else { return }
    insert(interval)
  }
}
