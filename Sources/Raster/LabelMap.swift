/// A label for every pixel of a plane: 0 is background, 1 to ``count`` are objects.
///
/// Kept as runs, row by row: a film of many megapixels with a dozen objects takes some hundred kilobytes, and what is asked
/// of an object costs as much as its outline is long. Whoever needs a plane gets one of the box that matters.
public struct LabelMap: Sendable, Equatable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The highest label that may occur.
  public let count: Int
  /// Every stretch of equal labels other than 0, row by row and from left to right, each as long as it can be.
  public let runs: [LabelRun]
  /// The runs of row `y` are `rowStarts[y] ..< rowStarts[y + 1]`.
  @usableFromInline let rowStarts: [Int32]

  /// Takes runs in the order of ``runs``; neighbours of one label become one run.
  ///
  /// - Precondition: the runs are in order, do not overlap, lie in the plane, and carry labels from 1 to `count`.
  public init(width: Int, height: Int, count: Int, runs: [LabelRun]) {
    precondition(width >= 0 && height >= 0, "Plane sizes must not be negative")
    var joined: [LabelRun] = []
    joined.reserveCapacity(runs.count)
    var starts = [Int32](repeating: 0, count: height + 1)
    for run in runs {
      precondition(run.label >= 1 && run.label <= count, "A label lies outside 0...\(count)")
      precondition(run.start >= 0 && run.start < run.end && run.end <= width, "A run outside the plane")
      precondition(run.y >= 0 && run.y < height, "A run outside the plane")
      if let last = joined.last {
        precondition(last.y < run.y || last.y == run.y && last.end <= run.start, "Runs out of order")
        if last.y == run.y, last.end == run.start, last.label == run.label {
          joined[joined.count - 1] = LabelRun(label: run.label, y: run.y, start: last.start, end: run.end)
          continue
        }
      }
      joined.append(run)
      starts[run.y + 1] += 1
    }
    for y in 0..<height { starts[y + 1] += starts[y] }
    self.width = width
    self.height = height
    self.count = count
    self.runs = joined
    rowStarts = starts
  }

  /// A map without any object.
  public init(width: Int, height: Int) { self.init(width: width, height: height, count: 0, runs: []) }

  /// The label of column `x` and row `y`.
  public subscript(x: Int, y: Int) -> Int {
    precondition(contains(x, y), "Label (\(x), \(y)) lies outside a plane of \(width) x \(height)")
    let i = runIndices(ofRow: y, from: x).lowerBound
    return i < Int(rowStarts[y + 1]) && runs[i].start <= x ? runs[i].label : 0
  }

  /// Whether column `x` and row `y` lie in the plane.
  @inlinable
  public func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

  /// The places in ``runs`` of row `y`.
  @inlinable
  public func runIndices(ofRow y: Int) -> Range<Int> { Int(rowStarts[y])..<Int(rowStarts[y + 1]) }

  /// The places in ``runs`` of row `y` that end beyond column `x`.
  public func runIndices(ofRow y: Int, from x: Int) -> Range<Int> {
    let last = Int(rowStarts[y + 1])
    var low = Int(rowStarts[y])
    var high = last
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end <= x { low = middle + 1 } else { high = middle }
    }
    return low..<last
  }

  /// The number of pixels of each label, index `label`; that of the background at 0.
  public var pixelCounts: [Int] {
    var counts = [Int](repeating: 0, count: count + 1)
    for run in runs { counts[run.label] += run.count }
    counts[0] = width * height - counts.reduce(0, +)
    return counts
  }

  /// The smallest box around each label; index `label - 1`, `nil` for a label without pixels.
  public var boundingBoxes: [PixelBox?] {
    var boxes = [PixelBox?](repeating: nil, count: count)
    for run in runs {
      guard let box = boxes[run.label - 1] else {
        boxes[run.label - 1] = PixelBox(x: run.start, y: run.y, width: run.count, height: 1)
        continue
      }
      let left = min(box.x, run.start)
      boxes[run.label - 1] = PixelBox(
        x: left, y: box.y, width: max(box.endX, run.end) - left, height: run.y + 1 - box.y)
    }
    return boxes
  }

  /// The pixels of `label` inside `box`, as label 1 in a plane of the box's size.
  ///
  /// - Precondition: `box` lies in the plane.
  public func region(of label: Int, in box: PixelBox) -> LabelMap {
    precondition(PixelBox(width: width, height: height).contains(box), "A box outside the plane")
    var own: [LabelRun] = []
    for y in box.y..<box.endY {
      for i in runIndices(ofRow: y, from: box.x) {
        guard runs[i].start < box.endX else { break }
        guard runs[i].label == label else { continue }
        own.append(
          LabelRun(
            label: 1, y: y - box.y, start: max(runs[i].start, box.x) - box.x, end: min(runs[i].end, box.endX) - box.x))
      }
    }
    return LabelMap(width: box.width, height: box.height, count: 1, runs: own)
  }

  /// The map with label `i` replaced by `numbers[i]`; what becomes 0 is background.
  ///
  /// - Precondition: `numbers` holds `count + 1` labels from 0 to `newCount`.
  public func relabelled(_ numbers: [Int], count newCount: Int) -> LabelMap {
    LabelMap(
      width: width, height: height, count: newCount,
      runs: runs.compactMap { numbers[$0.label] > 0 ? $0.labelled(numbers[$0.label]) : nil })
  }
}
