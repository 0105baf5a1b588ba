/// The value below which a share `q` of `values` lies, linear between neighbours as numpy's default.
///
/// Selects instead of sorting: the mean cost is linear.
///
/// - Returns: `nil` where there is no value.
/// - Precondition: `q` lies between 0 and 1 and no value is NaN.
public func quantile(_ q: Double, of values: [Double]) -> Double? { selectedQuantile(q, of: values) }

/// The value below which a share `q` of `values` lies, as the version for `Double` does.
public func quantile(_ q: Double, of values: [Float]) -> Float? { selectedQuantile(q, of: values).map { Float($0) } }

@inline(__always)
private func selectedQuantile<Value: BinaryFloatingPoint & BitwiseCopyable>(_ q: Double, of values: [Value]) -> Double?
{
  precondition(q >= 0 && q <= 1, "A share of \(q)")
  guard !values.isEmpty else { return nil }
  let place = q * Double(values.count - 1)
  var rest = values
  var index = Int(place)
  let fraction = place - Double(index)
  while rest.count > 1024, let part = part(of: rest, around: index) {
    index -= part.below
    rest = part.values
  }
  select(index, in: &rest)
  let lower = Double(rest[index])
  guard fraction > 0, let upper = rest[(index + 1)...].min() else { return lower }
  return interpolated(lower, Double(upper), fraction)
}

/// Those of many values that lie around the one that sorting would put at `index`, in their order, and the number of values
/// below: what two of a sample enclose.
///
/// - Returns: `nil` where the sample misleads or encloses over half of the values.
@inline(__always)
private func part<Value: BinaryFloatingPoint & BitwiseCopyable>(
  of values: [Value], around index: Int
) -> (values: [Value], below: Int)? {
  var sample = stride(from: 0, to: values.count, by: values.count / 256).map { values[$0] }
  // Three standard deviations of a rank in a sample, to either side.
  let share = Double(index) / Double(values.count)
  let middle = Int(share * Double(sample.count))
  let margin = Int(3 * (share * (1 - share) * Double(sample.count)).squareRoot()) + 1
  let low = ranked(middle - margin, in: &sample) ?? -Value.infinity
  let high = ranked(middle + margin, in: &sample) ?? .infinity
  let source = values.span
  var below = 0
  let near = unsafe [Value](unsafeUninitializedCapacity: values.count) { target, count in
    // Without branches: what is not kept is written over.
    for i in source.indices {
      let value = unsafe source[unchecked: i]
      let (isBelow, isNotAbove) = (value < low ? 1 : 0, value <= high ? 1 : 0)
      unsafe target[count] = value
      below &+= isBelow
      count &+= isNotAbove &- isBelow
    }
  }
  // The next value counts as well, where there is one.
  guard below <= index, min(index + 1, values.count - 1) < below + near.count, near.count <= values.count / 2 else {
    return nil
  }
  return (near, below)
}

/// The value that sorting would put at `index`, which `values` may not have.
private func ranked<Value: Comparable>(_ index: Int, in values: inout [Value]) -> Value? {
  guard values.indices.contains(index) else { return nil }
  select(index, in: &values)
  return values[index]
}

/// The middle value; the mean of the middle two of an even number; `nil` where there is none.
public func median(of values: [Double]) -> Double? { quantile(0.5, of: values) }

/// The middle value; the mean of the middle two of an even number; `nil` where there is none.
public func median(of values: [Float]) -> Float? { quantile(0.5, of: values) }

/// Moves the value that sorting would put at `index` there, the lower ones before it and the higher ones after it.
@inline(__always)
func select<Value: Comparable>(_ index: Int, in values: inout [Value]) {
  var low = 0
  var high = values.count - 1
  while low < high {
    let pivot = medianOfThree(values[low], values[low + (high - low) / 2], values[high])
    var left = low
    var right = high
    while left <= right {
      while values[left] < pivot { left += 1 }
      while pivot < values[right] { right -= 1 }
      guard left <= right else { break }
      values.swapAt(left, right)
      left += 1
      right -= 1
    }
    if index <= right {
      high = right
    } else if index >= left {
      low = left
    } else {
      return
    }
  }
}

@inline(__always)
private func medianOfThree<Value: Comparable>(_ a: Value, _ b: Value, _ c: Value) -> Value {
  max(min(a, b), min(max(a, b), c))
}
