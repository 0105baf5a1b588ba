public import Raster

/// The bits of a label in a PNG.
public enum LabelDepth: Sendable, Equatable {
  /// Labels up to 255.
  case eight
  /// Labels up to 65,535.
  case sixteen

  /// The highest label.
  public var highest: Int { self == .eight ? 255 : 65_535 }
}

/// Writes labels as a grey PNG; the same labels give the same bytes.
///
/// From run to run, without a plane: each row is stored as its difference from the one above (filter Up; filter None where it
/// is empty), which is nothing but zeros along the inside and the outside of every object. Repetitions of one value are the
/// only matches, so that a film of many megapixels costs what its outlines do.
///
/// Labels above ``LabelDepth/highest`` are written as that.
///
/// - Precondition: the map has pixels.
public func encodePNG(_ labels: LabelMap, depth: LabelDepth) -> [UInt8] {
  precondition(labels.width > 0 && labels.height > 0, "A PNG has at least one pixel")
  precondition(labels.width <= Int32.max && labels.height <= Int32.max, "A PNG larger than the format")
  var rows = LabelRows(labels, depth: depth)
  rows.write()
  return pngFile(
    width: labels.width, height: labels.height, depth: depth == .eight ? 8 : 16, colour: .grey,
    compressed: rows.stream.finished())
}

/// Turns the rows of a label map into filtered bytes.
private struct LabelRows {
  let labels: LabelMap
  let depth: LabelDepth
  var stream = RunDeflate()

  init(_ labels: LabelMap, depth: LabelDepth) {
    self.labels = labels
    self.depth = depth
  }

  mutating func write() {
    for y in 0..<labels.height {
      let own = labels.runIndices(ofRow: y)
      if own.isEmpty {
        stream.append(0, count: 1 + labels.width * (depth == .eight ? 1 : 2))
      } else {
        stream.append(2, count: 1)
        writeDifference(own, y == 0 ? 0..<0 : labels.runIndices(ofRow: y - 1))
      }
    }
  }

  /// Writes a row less the one above, stretch by stretch of equal labels in both.
  private mutating func writeDifference(_ own: Range<Int>, _ above: Range<Int>) {
    var here = Cursor(own)
    var there = Cursor(above)
    var x = 0
    while x < labels.width {
      let (value, end) = here.stretch(from: x, in: labels)
      let (before, otherEnd) = there.stretch(from: x, in: labels)
      let next = min(end, otherEnd)
      writeStretch(min(value, depth.highest), min(before, depth.highest), count: next - x)
      x = next
    }
  }

  private mutating func writeStretch(_ value: Int, _ before: Int, count: Int) {
    let low = UInt8(truncatingIfNeeded: value &- before)
    guard depth == .sixteen else { return stream.append(low, count: count) }
    let high = UInt8(truncatingIfNeeded: (value >> 8) &- (before >> 8))
    if high == low { stream.append(low, count: 2 * count) } else { stream.append((high, low), count: count) }
  }

  /// A place among the runs of a row.
  private struct Cursor {
    var next: Int
    let last: Int

    init(_ runs: Range<Int>) {
      next = runs.lowerBound
      last = runs.upperBound
    }

    /// The label at column `x`, and up to which column it goes; to be asked for ascending columns.
    mutating func stretch(from x: Int, in labels: LabelMap) -> (label: Int, end: Int) {
      while next < last, labels.runs[next].end <= x { next += 1 }
      guard next < last else { return (0, labels.width) }
      let run = labels.runs[next]
      return run.start <= x ? (run.label, run.end) : (0, run.start)
    }
  }
}
