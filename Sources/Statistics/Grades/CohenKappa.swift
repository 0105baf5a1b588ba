/// How much a pair of grades counts as agreement: 1 for equal ones.
public enum KappaWeights: String, Sendable, Equatable, CaseIterable {
  /// Equal grades alone.
  case none
  /// `1 − |i − j|/(q − 1)` (Cicchetti and Allison 1971).
  case linear
  /// `1 − (i − j)²/(q − 1)²` (Fleiss and Cohen 1973).
  case quadratic

  /// The weight of the grades `i` and `j` out of `size` in their order.
  func weight(_ i: Int, _ j: Int, size: Int) -> Double {
    let distance = size > 1 ? Double(abs(i - j)) / Double(size - 1) : 0
    return switch self {
    case .none: i == j ? 1 : 0
    case .linear: 1 - distance
    case .quadratic: 1 - distance * distance
    }
  }
}

/// Cohen's kappa of two readers, weighted or not, with its 95 % interval.
///
/// `κ = (p_o − p_e)/(1 − p_e)`, `p_o = Σ w_ij p_ij`, `p_e = Σ w_ij p_i· p_·j` (Cohen 1960, 1968). The standard error is
/// the asymptotic one of Fleiss, Cohen and Everitt (1969), not the one under the hypothesis `κ = 0`:
/// `σ² = (Σ p_ij [w_ij − (w̄_i· + w̄_·j)(1 − κ)]² − [κ − p_e(1 − κ)]²) / (n (1 − p_e)²)` with `w̄_i· = Σ_j p_·j w_ij`
/// and `w̄_·j = Σ_i p_i· w_ij`. The interval is `κ ± 1.96 σ`. The same values as `sklearn.metrics.cohen_kappa_score` and
/// `statsmodels.stats.inter_rater.cohens_kappa`.
///
/// - Returns: `nil` where there is no case, or where both readers gave one grade alone, so that chance explains all.
public func cohenKappa(_ matrix: ConfusionMatrix, weights: KappaWeights = .none) -> Estimate? {
  let size = matrix.size
  let total = Double(matrix.total)
  guard total > 0 else { return nil }
  let rows = matrix.rowSums.map { Double($0) / total }
  let columns = matrix.columnSums.map { Double($0) / total }
  let table = WeightTable(weights, size: size)
  var observed = 0.0
  var expected = 0.0
  for i in 0..<size {
    for j in 0..<size {
      observed += table[i, j] * Double(matrix[i, j]) / total
      expected += table[i, j] * rows[i] * columns[j]
    }
  }
  guard expected < 1 else { return nil }
  let kappa = (observed - expected) / (1 - expected)
  let rowMeans = (0..<size).map { i in (0..<size).reduce(0) { $0 + columns[$1] * table[i, $1] } }
  let columnMeans = (0..<size).map { j in (0..<size).reduce(0) { $0 + rows[$1] * table[$1, j] } }
  var spread = 0.0
  for i in 0..<size {
    for j in 0..<size where matrix[i, j] > 0 {
      let away = table[i, j] - (rowMeans[i] + columnMeans[j]) * (1 - kappa)
      spread += Double(matrix[i, j]) / total * away * away
    }
  }
  let centre = kappa - expected * (1 - kappa)
  let variance = (spread - centre * centre) / ((1 - expected) * (1 - expected) * total)
  return Estimate(normal: kappa, variance: max(0, variance))
}

private struct WeightTable {
  private let weights: [Double]
  private let size: Int

  init(_ kind: KappaWeights, size: Int) {
    self.size = size
    weights = (0..<size * size).map { kind.weight($0 / size, $0 % size, size: size) }
  }

  subscript(i: Int, j: Int) -> Double { weights[i * size + j] }
}
