/// Finds the sites of an outline within a distance of each other without comparing every pair.
struct NeighbourIndex {
  private let cell: Double
  private let columns: Int
  private let rows: Int
  /// The sites of cell `c` are `order[start[c] ..< start[c + 1]]`.
  private var start: [Int]
  private var order: [Int]
  private let xs: [Double]
  private let ys: [Double]
  private let left: Double
  private let top: Double

  /// Sorts `sites` into square cells of `radius` millimetres.
  init(_ sites: [LesionOutline.Site], radius: Double) {
    cell = radius
    xs = sites.map(\.x)
    ys = sites.map(\.y)
    left = xs.min() ?? 0
    top = ys.min() ?? 0
    columns = Int(((xs.max() ?? 0) - left) / radius) + 1
    rows = Int(((ys.max() ?? 0) - top) / radius) + 1
    start = [Int](repeating: 0, count: columns * rows + 1)
    order = [Int](repeating: 0, count: sites.count)
    let cells = sites.indices.map { i in
      Int((ys[i] - top) / radius) * columns + Int((xs[i] - left) / radius)
    }
    for c in cells { start[c + 1] += 1 }
    for c in 0..<columns * rows { start[c + 1] += start[c] }
    var next = start
    for i in sites.indices {
      order[next[cells[i]]] = i
      next[cells[i]] += 1
    }
  }

  /// Writes the sites within the radius of site `i`, itself among them, to `result`.
  func neighbours(of i: Int, into result: inout [Int]) {
    result.removeAll(keepingCapacity: true)
    let column = Int((xs[i] - left) / cell)
    let row = Int((ys[i] - top) / cell)
    let (left, right) = (max(column - 1, 0), min(column + 1, columns - 1))
    for row in max(row - 1, 0)...min(row + 1, rows - 1) {
      // The cells of a row follow one another.
      for place in start[row * columns + left]..<start[row * columns + right + 1] {
        let j = order[place]
        let dx = xs[j] - xs[i]
        let dy = ys[j] - ys[i]
        if dx * dx + dy * dy <= cell * cell { result.append(j) }
      }
    }
  }
}
