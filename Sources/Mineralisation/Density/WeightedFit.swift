import Raster
import RasterKernels

/// A robust least-squares fit of a quadratic surface with damped curvature.
struct WeightedFit {
  private static let terms = 6
  private static let iterations = 10
  private static let tuning = 4.685

  private let damping: Double
  private var u: [Double] = []
  private var v: [Double] = []
  private var values: [Double] = []

  init(damping: Double) { self.damping = damping }

  mutating func append(u: Double, v: Double, value: Double) {
    self.u.append(u)
    self.v.append(v)
    values.append(value)
  }

  /// The six coefficients; `nil` with fewer than twice as many points.
  func solved() -> [Double]? {
    guard values.count >= 2 * Self.terms else { return nil }
    var weights = [Double](repeating: 1, count: values.count)
    var coefficients = solution(weights)
    for _ in 0..<Self.iterations {
      let residuals = residuals(of: coefficients)
      guard let spread = median(of: residuals.map(abs)), spread > 0 else { break }
      let limit = Self.tuning * 1.4826 * spread
      for i in weights.indices {
        let r = residuals[i] / limit
        let kept = 1 - r * r
        weights[i] = kept > 0 ? kept * kept : 0
      }
      coefficients = solution(weights)
    }
    return coefficients
  }

  private func residuals(of c: [Double]) -> [Double] {
    var result = values
    let (c0, c1, c2, c3, c4, c5) = (c[0], c[1], c[2], c[3], c[4], c[5])
    let (u, v) = (u.span, v.span)
    precondition(u.count == result.count && v.count == result.count)
    var own = result.mutableSpan
    for i in own.indices {
      let (x, y) = (u[i], v[i])
      own[i] -= c0 + c1 * x + c2 * y + c3 * x * x + c4 * x * y + c5 * y * y
    }
    return result
  }

  private func solution(_ weights: [Double]) -> [Double] {
    let n = Self.terms
    var matrix = sums(weights)
    for a in 0..<n {
      for b in 0..<a { matrix[a * (n + 1) + b] = matrix[b * (n + 1) + a] }
    }
    // A trace of damping on the slopes keeps the equations solvable where all points lie on a line.
    let points = Double(values.count)
    for a in 1..<n { matrix[a * (n + 1) + a] += points * (a < 3 ? 1e-9 : damping) }
    return eliminated(&matrix, n)
  }

  /// The sums of the weighted products of all terms with one another and with the values, a row of seven for each term.
  private func sums(_ weights: [Double]) -> [Double] {
    typealias Row = SIMD8<Double>
    var (one, byU, byV) = (Row.zero, Row.zero, Row.zero)
    var (byUU, byUV, byVV) = (Row.zero, Row.zero, Row.zero)
    let (u, v, values, weights) = (u.span, v.span, values.span, weights.span)
    precondition(u.count == values.count && v.count == values.count && weights.count == values.count)
    for i in values.indices where weights[i] > 0 {
      let (x, y, weight) = (u[i], v[i], weights[i])
      let row = Row(1, x, y, x * x, x * y, y * y, values[i], 0)
      one += row * Row(repeating: weight)
      byU += row * Row(repeating: weight * x)
      byV += row * Row(repeating: weight * y)
      byUU += row * Row(repeating: weight * (x * x))
      byUV += row * Row(repeating: weight * (x * y))
      byVV += row * Row(repeating: weight * (y * y))
    }
    return [one, byU, byV, byUU, byUV, byVV].flatMap { row in (0...Self.terms).map { row[$0] } }
  }

  /// Gauss elimination with the largest pivot of each column.
  private func eliminated(_ m: inout [Double], _ n: Int) -> [Double] {
    let width = n + 1
    for column in 0..<n {
      var pivot = column
      for r in column..<n where abs(m[r * width + column]) > abs(m[pivot * width + column]) { pivot = r }
      if pivot != column { for k in 0..<width { m.swapAt(column * width + k, pivot * width + k) } }
      let divisor = m[column * width + column]
      guard divisor != 0 else { continue }
      for r in 0..<n where r != column {
        let factor = m[r * width + column] / divisor
        for k in column..<width { m[r * width + k] -= factor * m[column * width + k] }
      }
    }
    return (0..<n).map { i in m[i * width + i] == 0 ? 0 : m[i * width + n] / m[i * width + i] }
  }
}
