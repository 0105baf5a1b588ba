/// Writes the weighted sum of stretches of `source` to `out`: `out[i] = Σ weights[k] · source[starts[k] + i]`.
///
/// Four stretches at a time, so that the loop vectorises without a pass over `out` for each; the order of the sum is
/// fixed, so that every machine gets the same bits.
///
/// - Precondition: as many starts as weights, at least one, and every stretch of `out.count` lies inside `source`.
func sumStretches(
  of source: Span<Float>, starts: Span<Int>, weights: Span<Float>, into out: inout MutableSpan<Float>
) {
  precondition(starts.count == weights.count && !weights.isEmpty, "A weight for each stretch")
  let count = out.count
  multiply(source.extracting(starts[0]..<starts[0] + count), by: weights[0], into: &out)
  var k = 1
  while k + 4 <= weights.count {
    addFour(
      source.extracting(starts[k]..<starts[k] + count), source.extracting(starts[k + 1]..<starts[k + 1] + count),
      source.extracting(starts[k + 2]..<starts[k + 2] + count),
      source.extracting(starts[k + 3]..<starts[k + 3] + count),
      weights: SIMD4(weights[k], weights[k + 1], weights[k + 2], weights[k + 3]), to: &out)
    k += 4
  }
  while k < weights.count {
    add(source.extracting(starts[k]..<starts[k] + count), times: weights[k], to: &out)
    k += 1
  }
}

/// `out[i] = row[i] · weight`.
private func multiply(_ row: Span<Float>, by weight: Float, into out: inout MutableSpan<Float>) {
  precondition(row.count == out.count, "Rows of different lengths")
  for i in out.indices { unsafe out[unchecked: i] = row[unchecked: i] * weight }
}

/// `out[i] += row[i] · weight`.
private func add(_ row: Span<Float>, times weight: Float, to out: inout MutableSpan<Float>) {
  precondition(row.count == out.count, "Rows of different lengths")
  for i in out.indices { unsafe out[unchecked: i] += row[unchecked: i] * weight }
}

private func addFour(
  _ a: Span<Float>, _ b: Span<Float>, _ c: Span<Float>, _ d: Span<Float>, weights: SIMD4<Float>,
  to out: inout MutableSpan<Float>
) {
  let count = out.count
  precondition(
    a.count == count && b.count == count && c.count == count && d.count == count, "Rows of different lengths")
  let (wa, wb, wc, wd) = (weights.x, weights.y, weights.z, weights.w)
  for i in out.indices {
    unsafe out[unchecked: i] +=
      (a[unchecked: i] * wa + b[unchecked: i] * wb) + (c[unchecked: i] * wc + d[unchecked: i] * wd)
  }
}
