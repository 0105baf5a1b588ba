internal import CRasterKernels

/// Writes the weighted sum of stretches of `source` to `out`: `out[i] = Σ weights[k] · source[starts[k] + i]`.
///
/// The first, then four stretches at a time, then what is left: the order of the sum is fixed, so that every machine gets
/// the same bits.
///
/// - Precondition: as many starts as weights, at least one, and every stretch of `out.count` lies inside `source`.
package func sumStretches(
  of source: Span<Float>, starts: Span<Int>, weights: Span<Float>, into out: inout MutableSpan<Float>,
  with instructions: KernelInstructions = .best
) {
  precondition(starts.count == weights.count && !weights.isEmpty, "A weight for each stretch")
  let count = out.count
  for k in starts.indices { precondition(starts[k] >= 0 && starts[k] + count <= source.count, "A stretch outside") }
  unsafe source.withUnsafeBufferPointer { source in
    unsafe starts.withUnsafeBufferPointer { starts in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe out.withUnsafeMutableBufferPointer { out in
          unsafe ckernels_sum_stretches(
            instructions.level, source.baseAddress, starts.baseAddress, weights.baseAddress, weights.count,
            out.baseAddress, count)
        }
      }
    }
  }
}

/// Writes the sum of `rows` rows of `line.count` samples each, from the sample `first` of `source` on, to `line`: the first
/// row by the first weight, the last one by the third, those between by the second.
///
/// - Precondition: there is a row, and all lie inside `source`.
package func weighRows<Sample: GreySample>(
  _ rows: Int, from first: Int, of source: Span<Sample>, weights: [3 of Float], into line: inout MutableSpan<Float>,
  with instructions: KernelInstructions = .best
) {
  precondition(rows > 0 && first >= 0 && first + rows * line.count <= source.count, "Rows outside")
  unsafe source.withUnsafeBufferPointer { source in
    unsafe weights.span.withUnsafeBufferPointer { weights in
      unsafe line.withUnsafeMutableBufferPointer { line in
        unsafe Sample.weighRows(
          rows, from: source.baseAddress?.advanced(by: first), weights: weights.baseAddress, into: line.baseAddress,
          width: line.count, with: instructions)
      }
    }
  }
}
