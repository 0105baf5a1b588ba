public import Raster

/// A stretch of pixels of one label in one row: columns `start ..< end` of row `y`.
public struct LabelRun: Sendable, Equatable {
  /// The label, 1 onwards.
  public let label: Int
  /// The row.
  public let y: Int
  /// The first column.
  public let start: Int
  /// The first column after it.
  public let end: Int

  /// A stretch.
  public init(label: Int, y: Int, start: Int, end: Int) {
    self.label = label
    self.y = y
    self.start = start
    self.end = end
  }

  /// The number of pixels.
  @inlinable public var count: Int { end - start }
}

/// Every stretch of equal labels other than 0, row by row and from left to right.
///
/// What is known of labels as sets of pixels can be told from these, without another look at the plane.
public func labelRuns(of labels: LabelMap) -> [LabelRun] {
  let width = labels.width
  let samples = labels.plane.samples.span
  var runs: [LabelRun] = []
  for y in 0..<labels.height {
    let row = samples.extracting(y * width..<(y + 1) * width)
    var x = firstLabel(in: row, from: 0)
    while x < width {
      let start = x
      let label = row[start]
      while x < width, row[x] == label { x += 1 }
      runs.append(LabelRun(label: Int(label), y: y, start: start, end: x))
      x = firstLabel(in: row, from: x)
    }
  }
  return runs
}

/// The first column from `start` on that carries a label; the row's length where there is none.
private func firstLabel(in row: Span<Int32>, from start: Int) -> Int {
  let bytes = unsafe row.bytes
  var x = start
  while x + 2 <= row.count {
    guard unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x * 4, as: UInt64.self) == 0 else { break }
    x += 2
  }
  while x < row.count, row[x] == 0 { x += 1 }
  return x
}
