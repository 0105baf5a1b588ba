import Glibc

/// PyRadiomics' MCC: the square root of the second largest eigenvalue of `Q(i, j) = Σₖ p(i, k) p(j, k) / (pₓ(i) p_y(k))`.
///
/// `Q` has the eigenvalues of the symmetric `A Aᵀ` with `A(i, k) = p(i, k) / √(pₓ(i) p_y(k))`, whose largest is 1 with the
/// vector `√pₓ`. With that one taken out, Lanczos' method finds the next; no matrix is built. 1 where fewer than two
/// levels occur.
func maximalCorrelation(_ entries: [CoOccurrence.Entry], first: [Double], second: [Double]) -> Double {
  let used = first.indices.filter { first[$0] > 0 || second[$0] > 0 }
  guard used.count > 1 else { return 1 }
  var index = [Int](repeating: 0, count: first.count)
  for (i, level) in used.enumerated() { index[level] = i }
  var operation = DeflatedProduct(
    top: used.map { first[$0].squareRoot() }, capacity: entries.count)
  for entry in entries {
    let value = entry.share / (first[entry.i] * second[entry.j]).squareRoot()
    operation.append(i: index[entry.i], j: index[entry.j], value: value)
  }
  return max(largestEigenvalue(of: operation), 0).squareRoot()
}

/// `A Aᵀ` without its largest eigenvalue.
private struct DeflatedProduct {
  /// The vector of the largest eigenvalue.
  let top: [Double]
  /// The entries of `A`, whose columns and rows lie under the size.
  private var rows: [Int32] = []
  private var columns: [Int32] = []
  private var values: [Double] = []

  var size: Int { top.count }

  /// A product of no entries yet.
  init(top: [Double], capacity: Int) {
    self.top = top
    rows.reserveCapacity(capacity)
    columns.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  mutating func append(i: Int, j: Int, value: Double) {
    precondition(top.indices.contains(i) && top.indices.contains(j), "An entry outside")
    rows.append(Int32(i))
    columns.append(Int32(j))
    values.append(value)
  }

  func applied(to vector: [Double]) -> [Double] {
    precondition(vector.count == size, "A vector of another size")
    let middle = product(vector.span, from: rows.span, to: columns.span)
    return product(middle.span, from: columns.span, to: rows.span)
  }

  private func product(_ vector: Span<Double>, from: Span<Int32>, to: Span<Int32>) -> [Double] {
    var result = [Double](repeating: 0, count: size)
    var sums = result.mutableSpan
    let values = values.span
    for k in values.indices {
      let (i, j) = unsafe (Int(from[unchecked: k]), Int(to[unchecked: k]))
      unsafe sums[unchecked: j] += values[unchecked: k] * vector[unchecked: i]
    }
    return result
  }
}

/// The largest eigenvalue by Lanczos' method with every vector made orthogonal to all before it.
private func largestEigenvalue(of operation: DeflatedProduct) -> Double {
  var basis = [operation.top]
  var diagonal: [Double] = []
  var offDiagonal: [Double] = []
  // Any start that is not orthogonal to the eigenvector will do; this one has no pattern.
  var vector = (0..<operation.size).map { cos(Double($0 * $0) + 1) }
  var best = 0.0
  for step in 1..<operation.size {
    makeOrthogonal(&vector, to: basis)
    let length = norm(vector)
    guard length > 1e-12 else { break }
    if step > 1 { offDiagonal.append(length) }
    let unit = vector.map { $0 / length }
    basis.append(unit)
    vector = operation.applied(to: unit)
    diagonal.append(dot(vector, unit))
    guard step % 8 == 0 || step == operation.size - 1 else { continue }
    let value = largestEigenvalue(diagonal: diagonal, offDiagonal: offDiagonal)
    if abs(value - best) <= 1e-13 * value { return value }
    best = value
  }
  return largestEigenvalue(diagonal: diagonal, offDiagonal: offDiagonal)
}

/// Twice, because once leaves rounding behind.
private func makeOrthogonal(_ vector: inout [Double], to basis: [[Double]]) {
  for _ in 0..<2 {
    for other in basis {
      let share = dot(vector, other)
      let values = other.span
      var all = vector.mutableSpan
      precondition(values.count == all.count, "Vectors of different lengths")
      for i in all.indices { unsafe all[unchecked: i] -= share * values[unchecked: i] }
    }
  }
}

/// The largest eigenvalue of a symmetric tridiagonal matrix, by bisection on the signs of its leading minors (Sturm).
private func largestEigenvalue(diagonal: [Double], offDiagonal: [Double]) -> Double {
  guard !diagonal.isEmpty else { return 0 }
  var low = diagonal.max() ?? 0
  var high =
    diagonal.indices.map {
      diagonal[$0] + ($0 > 0 ? abs(offDiagonal[$0 - 1]) : 0)
        + ($0 < offDiagonal.count ? abs(offDiagonal[$0]) : 0)
    }.max() ?? 0
  for _ in 0..<200 where high - low > 1e-15 * max(high, 1e-300) {
    let middle = (low + high) / 2
    if isAboveAll(middle, diagonal: diagonal, offDiagonal: offDiagonal) { high = middle } else { low = middle }
  }
  return high
}

private func isAboveAll(_ value: Double, diagonal: [Double], offDiagonal: [Double]) -> Bool {
  var pivot = 1.0
  for i in diagonal.indices {
    pivot = value - diagonal[i] - (i > 0 ? offDiagonal[i - 1] * offDiagonal[i - 1] / pivot : 0)
    if pivot <= 0 { return false }
  }
  return true
}

/// Every eighth product in one sum, so that they do not wait for one another.
private func dot(_ a: [Double], _ b: [Double]) -> Double {
  let (a, b) = (a.span, b.span)
  precondition(a.count == b.count, "Vectors of different lengths")
  var sums = SIMD8<Double>.zero
  let whole = a.count / 8 * 8
  for i in stride(from: 0, to: whole, by: 8) { sums += a.eight(at: i) * b.eight(at: i) }
  var sum = sums.sum()
  for i in whole..<a.count { sum += a[i] * b[i] }
  return sum
}

private func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }
