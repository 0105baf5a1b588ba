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
/// - Complexity: one pass over the plane and a union-find over the runs of each row.
public func labelComponents(of mask: Mask, connectivity: Connectivity = .eight) -> LabelMap {
  let width = mask.width
  let bytes = mask.plane.samples.span
  var joining = RunJoining(connectivity)
  for y in 0..<mask.height {
    let row = bytes.extracting(y * width..<(y + 1) * width)
    joining.startRow()
    var x = firstColumn(in: row, from: 0, unlike: 0)
    while x < width {
      let end = firstColumn(in: row, from: x, unlike: 1)
      joining.add(y: y, start: x, end: end)
      x = firstColumn(in: row, from: end, unlike: 0)
    }
  }
  return joining.components(width: width, height: mask.height)
}

/// Numbers the connected components of the pixels that carry any label, as the version for masks does.
///
/// - Complexity: linear in the number of runs.
public func labelComponents(ofForegroundOf labels: LabelMap, connectivity: Connectivity = .eight) -> LabelMap {
  var joining = RunJoining(connectivity)
  for y in 0..<labels.height {
    joining.startRow()
    var next = labels.runIndices(ofRow: y).lowerBound
    let last = labels.runIndices(ofRow: y).upperBound
    while next < last {
      let start = labels.runs[next].start
      var end = labels.runs[next].end
      next += 1
      while next < last, labels.runs[next].start == end {
        end = labels.runs[next].end
        next += 1
      }
      joining.add(y: y, start: start, end: end)
    }
  }
  return joining.components(width: labels.width, height: labels.height)
}

/// Joins the runs of a set of pixels, given row by row, into connected components.
private struct RunJoining {
  private let reach: Int
  private var runs: [LabelRun] = []
  private var parents: [Int32] = []
  private var above = 0..<0
  private var candidate = 0
  private var rowStart = 0

  init(_ connectivity: Connectivity) { reach = connectivity == .eight ? 1 : 0 }

  /// Begins the next row.
  mutating func startRow() {
    above = rowStart..<runs.count
    candidate = above.lowerBound
    rowStart = runs.count
  }

  /// Adds the row's next run and joins it with what it touches in the row above.
  mutating func add(y: Int, start: Int, end: Int) {
    let own = Int32(runs.count)
    runs.append(LabelRun(label: 1, y: y, start: start, end: end))
    parents.append(own)
    while candidate < above.upperBound, runs[candidate].end + reach <= start { candidate += 1 }
    var other = candidate
    while other < above.upperBound, runs[other].start < end + reach {
      unite(own, Int32(other), in: &parents)
      other += 1
    }
  }

  /// The components, numbered in the order of their first runs.
  consuming func components(width: Int, height: Int) -> LabelMap {
    var numbers = [Int32](repeating: 0, count: runs.count)
    var count: Int32 = 0
    for i in runs.indices {
      let top = Int(root(of: Int32(i), in: &parents))
      if numbers[top] == 0 {
        count += 1
        numbers[top] = count
      }
      numbers[i] = numbers[top]
      runs[i] = runs[i].labelled(Int(numbers[i]))
    }
    return LabelMap(width: width, height: height, count: Int(count), runs: runs)
  }
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
