public import Raster

/// The median of the 3 by 3 pixels around each pixel; the border repeats outward.
public func medianFiltered(_ plane: Plane<UInt16>) -> Plane<UInt16> { medians(plane) }

/// The median of the 3 by 3 pixels around each pixel; the border repeats outward and no sample may be NaN.
public func medianFiltered(_ plane: Plane<Float>) -> Plane<Float> { medians(plane) }

/// Sorts each column of three, then takes the median of the highest low, the middle middle and the lowest high.
@inline(__always)
private func medians<Sample: GreySample>(_ plane: Plane<Sample>) -> Plane<Sample> {
  let width = plane.width
  let height = plane.height
  guard width > 0, height > 0 else { return plane }
  let source = plane.samples.span
  var result = plane
  var lows = [Sample](repeating: .lowest, count: width + 2)
  var middles = lows
  var highs = lows
  result.withMutableSamples { samples in
    for y in 0..<height {
      let above = source.extracting(max(y - 1, 0) * width..<(max(y - 1, 0) + 1) * width)
      let here = source.extracting(y * width..<(y + 1) * width)
      let under = min(y + 1, height - 1)
      let below = source.extracting(under * width..<(under + 1) * width)
      var low = lows.mutableSpan
      var middle = middles.mutableSpan
      var high = highs.mutableSpan
      for x in here.indices {
        let a = unsafe above[unchecked: x]
        let b = unsafe here[unchecked: x]
        let c = unsafe below[unchecked: x]
        let least = lower(a, b)
        let most = higher(a, b)
        unsafe low[unchecked: x + 1] = lower(least, c)
        unsafe middle[unchecked: x + 1] = higher(least, lower(most, c))
        unsafe high[unchecked: x + 1] = higher(most, c)
      }
      low[0] = low[1]
      low[width + 1] = low[width]
      middle[0] = middle[1]
      middle[width + 1] = middle[width]
      high[0] = high[1]
      high[width + 1] = high[width]
      var out = samples._mutatingExtracting(y * width..<(y + 1) * width)
      for x in out.indices {
        let low = unsafe higher(higher(low[unchecked: x], low[unchecked: x + 1]), low[unchecked: x + 2])
        let high = unsafe lower(lower(high[unchecked: x], high[unchecked: x + 1]), high[unchecked: x + 2])
        let mid = unsafe median(middle[unchecked: x], middle[unchecked: x + 1], middle[unchecked: x + 2])
        unsafe out[unchecked: x] = median(low, mid, high)
      }
    }
  }
  return result
}

@inline(__always) private func lower<Value: Comparable>(_ a: Value, _ b: Value) -> Value { a < b ? a : b }
@inline(__always) private func higher<Value: Comparable>(_ a: Value, _ b: Value) -> Value { a > b ? a : b }
@inline(__always)
private func median<Value: Comparable>(_ a: Value, _ b: Value, _ c: Value) -> Value {
  higher(lower(a, b), lower(higher(a, b), c))
}
