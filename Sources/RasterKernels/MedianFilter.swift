public import Raster

/// The median of the 3 by 3 pixels around each pixel; the border repeats outward.
public func medianFiltered(_ plane: Plane<UInt16>) -> Plane<UInt16> { medians(plane) }

/// The median of the 3 by 3 pixels around each pixel; the border repeats outward and no sample may be NaN.
public func medianFiltered(_ plane: Plane<Float>) -> Plane<Float> { medians(plane) }

/// Sorts each column of three, then takes the median of the highest low, the middle middle and the lowest high.
@inline(__always)
private func medians<Sample: GreySample>(_ plane: Plane<Sample>) -> Plane<Sample> {
  let width = plane.width
  let last = plane.height - 1
  guard width > 0, last >= 0 else { return plane }
  let source = plane.samples.span
  var result = plane
  var lows = [Sample](repeating: .lowest, count: width + 2)
  var middles = lows
  var highs = lows
  result.withMutableSamples { samples in
    for y in 0...last {
      let above = max(y - 1, 0) * width
      let below = min(y + 1, last) * width
      sortColumns(
        source.extracting(above..<above + width), source.extracting(y * width..<(y + 1) * width),
        source.extracting(below..<below + width), lows: &lows, middles: &middles, highs: &highs)
      var out = samples._mutatingExtracting(y * width..<(y + 1) * width)
      writeMedians(lows.span, middles.span, highs.span, into: &out)
    }
  }
  return result
}

/// Sorts the three samples of each column; the columns beyond both ends repeat the outermost.
@inline(__always)
private func sortColumns<Sample: GreySample>(
  _ above: Span<Sample>, _ here: Span<Sample>, _ below: Span<Sample>, lows: inout [Sample], middles: inout [Sample],
  highs: inout [Sample]
) {
  let width = here.count
  precondition(above.count == width && below.count == width && lows.count == width + 2, "Rows of different lengths")
  var low = lows.mutableSpan
  var middle = middles.mutableSpan
  var high = highs.mutableSpan
  for x in here.indices {
    let (a, b, c) = unsafe (above[unchecked: x], here[unchecked: x], below[unchecked: x])
    let least = lower(a, b)
    let most = higher(a, b)
    unsafe low[unchecked: x + 1] = lower(least, c)
    unsafe middle[unchecked: x + 1] = higher(least, lower(most, c))
    unsafe high[unchecked: x + 1] = higher(most, c)
  }
  for (edge, inner) in [(0, 1), (width + 1, width)] {
    low[edge] = low[inner]
    middle[edge] = middle[inner]
    high[edge] = high[inner]
  }
}

@inline(__always)
private func writeMedians<Sample: GreySample>(
  _ lows: Span<Sample>, _ middles: Span<Sample>, _ highs: Span<Sample>, into out: inout MutableSpan<Sample>
) {
  precondition(lows.count == out.count + 2 && middles.count == lows.count && highs.count == lows.count, "Rows differ")
  for x in out.indices {
    let low = unsafe higher(higher(lows[unchecked: x], lows[unchecked: x + 1]), lows[unchecked: x + 2])
    let high = unsafe lower(lower(highs[unchecked: x], highs[unchecked: x + 1]), highs[unchecked: x + 2])
    let middle = unsafe median(middles[unchecked: x], middles[unchecked: x + 1], middles[unchecked: x + 2])
    unsafe out[unchecked: x] = median(low, middle, high)
  }
}

@inline(__always) private func lower<Value: Comparable>(_ a: Value, _ b: Value) -> Value { a < b ? a : b }
@inline(__always) private func higher<Value: Comparable>(_ a: Value, _ b: Value) -> Value { a > b ? a : b }
@inline(__always)
private func median<Value: Comparable>(_ a: Value, _ b: Value, _ c: Value) -> Value {
  higher(lower(a, b), lower(higher(a, b), c))
}
