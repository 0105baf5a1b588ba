/// The normal equations of a weighted linear least squares with five unknowns.
struct NormalEquations {
  private static let size = 5
  private var matrix = [Double](repeating: 0, count: size * size)
  private var vector = [Double](repeating: 0, count: size)

  /// Adds one observation: `row · unknowns = value`.
  mutating func add(_ row: [Double], _ value: Double, weight: Double) {
    for i in 0..<Self.size {
      vector[i] += weight * row[i] * value
      for j in 0..<Self.size { matrix[i * Self.size + j] += weight * row[i] * row[j] }
    }
  }

  /// Draws the unknowns of `range` towards 0 with `weight`.
  mutating func addPrior(_ weight: Double, to range: ClosedRange<Int>) {
    for i in range { matrix[i * Self.size + i] += weight }
  }

  /// The solution by Gaussian elimination with partial pivoting; `nil` where the equations do not settle it.
  var solution: [Double]? {
    var a = matrix
    var b = vector
    let n = Self.size
    for column in 0..<n {
      let pivot = (column..<n).max { abs(a[$0 * n + column]) < abs(a[$1 * n + column]) } ?? column
      guard abs(a[pivot * n + column]) > 1e-9 else { return nil }
      if pivot != column {
        for k in 0..<n { a.swapAt(column * n + k, pivot * n + k) }
        b.swapAt(column, pivot)
      }
      for row in column + 1..<n {
        let factor = a[row * n + column] / a[column * n + column]
        for k in column..<n { a[row * n + k] -= factor * a[column * n + k] }
        b[row] -= factor * b[column]
      }
    }
    for row in stride(from: n - 1, through: 0, by: -1) {
      for k in row + 1..<n { b[row] -= a[row * n + k] * b[k] }
      b[row] /= a[row * n + row]
    }
    return b
  }
}

/// The middle value; of an even number, the upper of the two in the middle; 0 of none.
func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  return values.sorted()[values.count / 2]
}
