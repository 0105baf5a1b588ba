import Raster

/// The weighted normal equations of the four unknowns of a small similarity about a centre: shift along x, along y, turn,
/// and the scale's logarithm.
struct SimilarityEquations {
  static let unknowns = 4
  private(set) var matrix = [Double](repeating: 0, count: 16)
  private var vector = [Double](repeating: 0, count: 4)
  /// What the turn and the enlargement leave in place.
  let centre: Point

  init(about centre: Point) { self.centre = centre }

  /// How a value of slope `gradient` at `place` follows each unknown.
  static func row(at place: Point, about centre: Point, gradientX gx: Double, gradientY gy: Double) -> [Double] {
    let dx = place.x - centre.x
    let dy = place.y - centre.y
    return [gx, gy, gy * dx - gx * dy, gx * dx + gy * dy]
  }

  /// Adds that a value at `place` with this gradient should fall by `residual`.
  mutating func add(
    at place: Point, gradientX gx: Double, gradientY gy: Double, residual: Double, weight: Double
  ) {
    let dx = place.x - centre.x
    let dy = place.y - centre.y
    let r2 = gy * dx - gx * dy
    let r3 = gx * dx + gy * dy
    let wx = weight * gx
    let wy = weight * gy
    let w2 = weight * r2
    matrix[0] += wx * gx
    matrix[1] += wx * gy
    matrix[2] += wx * r2
    matrix[3] += wx * r3
    matrix[5] += wy * gy
    matrix[6] += wy * r2
    matrix[7] += wy * r3
    matrix[10] += w2 * r2
    matrix[11] += w2 * r3
    matrix[15] += weight * r3 * r3
    vector[0] -= wx * residual
    vector[1] -= wy * residual
    vector[2] -= w2 * residual
    vector[3] -= weight * r3 * residual
  }

  /// Draws the scale's logarithm, which stands at `value`, towards 0.
  mutating func addScalePrior(_ weight: Double, at value: Double) {
    matrix[15] += weight
    vector[3] -= weight * value
  }

  /// The step that solves them; `nil` where they do not settle it.
  var solution: [Double]? { cholesky.map { Self.solved($0, vector) } }

  /// The inverse of the matrix, row by row; `nil` where there is none.
  var inverse: [Double]? {
    guard let factor = cholesky else { return nil }
    var result = [Double](repeating: 0, count: 16)
    for column in 0..<4 {
      var unit = [Double](repeating: 0, count: 4)
      unit[column] = 1
      let solved = Self.solved(factor, unit)
      for row in 0..<4 { result[row * 4 + column] = solved[row] }
    }
    return result
  }

  /// The lower Cholesky factor of the matrix, of which only the upper half is filled.
  private var cholesky: [Double]? {
    var factor = [Double](repeating: 0, count: 16)
    for row in 0..<4 {
      for column in 0...row {
        var sum = matrix[column * 4 + row]
        for k in 0..<column { sum -= factor[row * 4 + k] * factor[column * 4 + k] }
        if row == column {
          guard sum > 1e-9 * max(1, matrix[row * 5]) else { return nil }
          factor[row * 5] = sum.squareRoot()
        } else {
          factor[row * 4 + column] = sum / factor[column * 5]
        }
      }
    }
    return factor
  }

  private static func solved(_ factor: [Double], _ right: [Double]) -> [Double] {
    var values = right
    for row in 0..<4 {
      for k in 0..<row { values[row] -= factor[row * 4 + k] * values[k] }
      values[row] /= factor[row * 5]
    }
    for row in stride(from: 3, through: 0, by: -1) {
      for k in row + 1..<4 { values[row] -= factor[k * 4 + row] * values[k] }
      values[row] /= factor[row * 5]
    }
    return values
  }
}
