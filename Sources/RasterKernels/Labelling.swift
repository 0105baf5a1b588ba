public import Raster

/// Which pixels touch each other.
public enum Connectivity: Sendable {
  /// The four that share a side.
  case four
  /// The eight that share a side or a corner.
  case eight
}

/// Numbers the connected components of `mask`, 1 onwards in the order in which their first pixel is met, row by row.
///
/// - Complexity: two passes over the plane and a union-find over the runs of each row.
public func labelComponents(of mask: Mask, connectivity: Connectivity = .eight) -> LabelMap {
  let width = mask.width
  let height = mask.height
  let bytes = mask.plane.samples.span
  let reach = connectivity == .eight ? 1 : 0
  var runs: [Run] = []
  var parents: [Int32] = []
  var above = 0..<0
  for y in 0..<height {
    let first = runs.count
    let row = bytes.extracting(y * width..<(y + 1) * width)
    var candidate = above.lowerBound
    var x = firstColumn(in: row, from: 0, unlike: 0)
    while x < width {
      let start = x
      x = firstColumn(in: row, from: start, unlike: 1)
      let own = Int32(runs.count)
      runs.append(Run(y: y, start: start, end: x))
      parents.append(own)
      while candidate < above.upperBound, runs[candidate].end + reach <= start { candidate += 1 }
      var other = candidate
      while other < above.upperBound, runs[other].start < x + reach {
        unite(own, Int32(other), in: &parents)
        other += 1
      }
      x = firstColumn(in: row, from: x, unlike: 0)
    }
    above = first..<runs.count
  }
  return paint(runs, parents: &parents, width: width, height: height)
}

/// The first column from `start` on whose byte is not `value`; the row's length where there is none.
private func firstColumn(in row: Span<UInt8>, from start: Int, unlike value: UInt8) -> Int {
  let eight = UInt64(value) &* 0x0101_0101_0101_0101
  let bytes = unsafe row.bytes
  var x = start
  while x + 8 <= row.count {
    let differing = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x, as: UInt64.self).littleEndian ^ eight
    if differing != 0 { return x + differing.trailingZeroBitCount / 8 }
    x += 8
  }
  while x < row.count, row[x] == value { x += 1 }
  return x
}

/// A row's stretch of pixels inside: columns `start ..< end` of row `y`.
private struct Run {
  var y: Int
  var start: Int
  var end: Int
}

private func root(of run: Int32, in parents: inout [Int32]) -> Int32 {
  var node = run
  while parents[Int(node)] != node {
    parents[Int(node)] = parents[Int(parents[Int(node)])]
    node = parents[Int(node)]
  }
  return node
}

private func unite(_ a: Int32, _ b: Int32, in parents: inout [Int32]) {
  let rootA = root(of: a, in: &parents)
  let rootB = root(of: b, in: &parents)
  // The earlier run stays the root, so that the numbering follows the order of the first pixels.
  if rootA < rootB { parents[Int(rootB)] = rootA } else { parents[Int(rootA)] = rootB }
}

private func paint(_ runs: [Run], parents: inout [Int32], width: Int, height: Int) -> LabelMap {
  var labels = Plane<Int32>(width: width, height: height, repeating: 0)
  var numbers = [Int32](repeating: 0, count: runs.count)
  var count: Int32 = 0
  for run in runs.indices {
    let top = Int(root(of: Int32(run), in: &parents))
    if numbers[top] == 0 {
      count += 1
      numbers[top] = count
    }
    numbers[run] = numbers[top]
  }
  labels.withMutableSamples { samples in
    for (run, number) in zip(runs, numbers) {
      var stretch = samples._mutatingExtracting(run.y * width + run.start..<run.y * width + run.end)
      stretch.update(repeating: number)
    }
  }
  return LabelMap(labels, count: Int(count))
}
