import Raster
import RasterKernels

/// A robust least-squares fit of a quadratic surface with damped curvature, to points in rows.
///
/// Of many points, the first steps see every second, third, … of every second, third, … row; the last see all.
struct WeightedFit {
  private static let terms = 6
  private static let iterations = 10
  /// The steps that see all points, the last ones.
  private static let wholeIterations = 3
  /// Where there are four times as many points or more, the first steps leave some out.
  private static let enoughPoints = 2000
  private static let tuning = 4.685

  private let damping: Double
  private var rows: [(v: Double, start: Int)] = []
  private var u: [Double] = []
  private var values: [Double] = []

  init(damping: Double) { self.damping = damping }

  /// Begins a row of points at `v`.
  mutating func beginRow(v: Double) { rows.append((v, values.count)) }

  /// Appends a point to the row that was begun last.
  mutating func append(u: Double, value: Double) {
    self.u.append(u)
    values.append(value)
  }

  private func points(ofRow row: Int) -> Range<Int> {
    rows[row].start..<(row + 1 < rows.count ? rows[row + 1].start : values.count)
  }

  /// The six coefficients; `nil` with fewer than twice as many points.
  func solved() -> [Double]? {
    guard values.count >= 2 * Self.terms else { return nil }
    let step = Int((Double(values.count) / Double(Self.enoughPoints)).squareRoot())
    guard step > 1 else { return improved(unweighted, steps: Self.iterations) }
    let few = thinned(step)
    return improved(
      few.improved(few.unweighted, steps: Self.iterations - Self.wholeIterations), steps: Self.wholeIterations)
  }

  /// Every `step`-th point of every `step`-th row.
  private func thinned(_ step: Int) -> WeightedFit {
    var result = WeightedFit(damping: damping)
    for row in stride(from: 0, to: rows.count, by: step) {
      result.beginRow(v: rows[row].v)
      let points = points(ofRow: row)
      for i in stride(from: points.lowerBound, to: points.upperBound, by: step) {
        result.append(u: u[i], value: values[i])
      }
    }
    return result
  }

  private var unweighted: [Double] { solution([Double](repeating: 1, count: values.count)) }

  private func improved(_ start: [Double], steps: Int) -> [Double] {
    var weights = [Double](repeating: 1, count: values.count)
    var coefficients = start
    for _ in 0..<steps {
      let residuals = residuals(of: coefficients)
      guard let spread = median(of: residuals.map(abs)), spread > 0 else { break }
      let share = 1 / (Self.tuning * 1.4826 * spread)
      let away = residuals.span
      var own = weights.mutableSpan
      precondition(own.count == away.count)
      for i in own.indices {
        let r = unsafe away[unchecked: i] * share
        let kept = 1 - r * r
        unsafe own[unchecked: i] = kept > 0 ? kept * kept : 0
      }
      coefficients = solution(weights)
    }
    return coefficients
  }

  private func residuals(of c: [Double]) -> [Double] {
    var result = values
    let u = u.span
    var own = result.mutableSpan
    precondition(u.count == own.count)
    for row in rows.indices {
      let v = rows[row].v
      let constant = c[0] + c[2] * v + c[5] * v * v
      let linear = c[1] + c[4] * v
      let square = c[3]
      for i in points(ofRow: row) {
        let x = unsafe u[unchecked: i]
        unsafe own[unchecked: i] -= constant + (linear + square * x) * x
      }
    }
    return result
  }

  private func solution(_ weights: [Double]) -> [Double] {
    let n = Self.terms
    var matrix = sums(weights)
    // A trace of damping on the slopes keeps the equations solvable where all points lie on a line.
    let points = Double(values.count)
    for a in 1..<n { matrix[a * (n + 1) + a] += points * (a < 3 ? 1e-9 : damping) }
    return eliminated(&matrix, n)
  }

  /// The sums of the weighted products of all terms with one another and with the values, a row of seven for each term.
  private func sums(_ weights: [Double]) -> [Double] {
    // Of the weights times u^a v^b, at 5a + b, and of these times the value.
    var moments = [Double](repeating: 0, count: 25)
    var products = moments
    for row in rows.indices {
      let sums = RowSums(u.span, values.span, weights.span, points(ofRow: row))
      var power = 1.0
      for b in 0..<5 {
        for a in 0..<5 - b { moments[5 * a + b] += power * sums.moments[a] }
        if b < 3 { for a in 0..<3 - b { products[5 * a + b] += power * sums.products[a] } }
        power *= rows[row].v
      }
    }
    // The places of 1, u, v, u², uv and v².
    let places = [0, 5, 1, 10, 6, 2]
    return places.flatMap { place in places.map { moments[place + $0] } + [products[place]] }
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

/// The sums over a row of points: of the weights times u to the powers 0 to 4, and of these to 2 times the value.
private struct RowSums {
  let moments: [5 of Double]
  let products: [3 of Double]

  /// Two points at a time.
  init(_ u: Span<Double>, _ values: Span<Double>, _ weights: Span<Double>, _ points: Range<Int>) {
    typealias Pair = SIMD2<Double>
    precondition(points.lowerBound >= 0 && points.upperBound <= u.count)
    precondition(u.count == values.count && u.count == weights.count)
    var (m0, m1, m2, m3, m4) = (Pair.zero, Pair.zero, Pair.zero, Pair.zero, Pair.zero)
    var (p0, p1, p2) = (Pair.zero, Pair.zero, Pair.zero)
    var i = points.lowerBound
    while i < points.upperBound {
      // Behind the last point, that point again, of no weight.
      let j = min(i + 1, points.upperBound - 1)
      let x = unsafe Pair(u[unchecked: i], u[unchecked: j])
      let value = unsafe Pair(values[unchecked: i], values[unchecked: j])
      let weight = unsafe Pair(weights[unchecked: i], j > i ? weights[unchecked: j] : 0)
      let (w1, w2) = (weight * x, weight * x * x)
      m0 += weight
      m1 += w1
      m2 += w2
      m3 += w2 * x
      m4 += w2 * x * x
      p0 += weight * value
      p1 += w1 * value
      p2 += w2 * value
      i += 2
    }
    moments = [m0.sum(), m1.sum(), m2.sum(), m3.sum(), m4.sum()]
    products = [p0.sum(), p1.sum(), p2.sum()]
  }
}
