/// The value below which a share `q` of `values` lies, linear between neighbours as numpy's default.
///
/// Selects instead of sorting: the mean cost is linear.
///
/// - Returns: `nil` where there is no value.
/// - Precondition: `q` lies between 0 and 1 and no value is NaN.
public func quantile(_ q: Double, of values: [Double]) -> Double? {
  precondition(q >= 0 && q <= 1, "A share of \(q)")
  guard !values.isEmpty else { return nil }
  let place = q * Double(values.count - 1)
  let index = Int(place)
  guard values.count <= 1024 else { return largeQuantile(place, index, of: values) }
  var rest = values
  select(index, in: &rest)
  let lower = rest[index]
  guard index + 1 < rest.count, place > Double(index) else { return lower }
  let upper = rest[(index + 1)...].min() ?? lower
  return interpolated(lower, upper, place - Double(index))
}

/// The same for many values: counts how often each upper quarter of the bits occurs, and selects among those that share it
/// with the wanted one.
private func largeQuantile(_ place: Double, _ index: Int, of values: [Double]) -> Double {
  var bins = [Int32](repeating: 0, count: 1 << 16)
  var counts = bins.mutableSpan
  // Most bins are of magnitudes that do not occur.
  var own = counts.count - 1
  for value in values {
    let bin = bin(of: value)
    unsafe counts[unchecked: bin] &+= 1
    own = min(own, bin)
  }
  var before = 0
  while before + Int(bins[own]) <= index {
    before += Int(bins[own])
    own += 1
  }
  var near: [Double] = []
  near.reserveCapacity(Int(bins[own]))
  for value in values where bin(of: value) == own { near.append(value) }
  select(index - before, in: &near)
  let lower = near[index - before]
  guard index + 1 < values.count, place > Double(index) else { return lower }
  if index + 1 - before < near.count {
    return interpolated(lower, near[(index + 1 - before)...].min() ?? lower, place - Double(index))
  }
  var upper = Double.infinity
  for value in values where bin(of: value) > own { upper = min(upper, value) }
  return interpolated(lower, upper, place - Double(index))
}

/// The upper quarter of a number's bits, turned so that they ascend with it; both zeros are one.
@inline(__always)
private func bin(of value: Double) -> Int {
  let bits = (value + 0).bitPattern
  return Int((bits >> 63 == 0 ? bits | 1 << 63 : ~bits) >> 48)
}

/// The value below which a share `q` of `values` lies, as the version for `Double` does.
public func quantile(_ q: Double, of values: [Float]) -> Float? {
  precondition(q >= 0 && q <= 1, "A share of \(q)")
  guard !values.isEmpty else { return nil }
  let place = q * Double(values.count - 1)
  let index = Int(place)
  guard values.count <= 2048 else {
    let upperIndex = place > Double(index) ? min(index + 1, values.count - 1) : index
    let found = OrderedValues(values).values(at: [index, upperIndex])
    guard upperIndex > index else { return found[0] }
    return Float(interpolated(Double(found[0]), Double(found[1]), place - Double(index)))
  }
  var rest = values
  select(index, in: &rest)
  let lower = rest[index]
  guard index + 1 < rest.count, place > Double(index) else { return lower }
  let upper = rest[(index + 1)...].min() ?? lower
  return Float(interpolated(Double(lower), Double(upper), place - Double(index)))
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
