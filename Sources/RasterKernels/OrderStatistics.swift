/// The values that sorting `values` would put at `ranks`, without sorting: two passes and a sort of what is near.
///
/// The first pass counts how often each upper half of the bits occurs, in the order of the numbers; only values that share
/// it with a wanted one are then sorted.
///
/// - Precondition: every rank lies in `values`, and no value is NaN.
public func orderStatistics(of values: [Float], at ranks: [Int]) -> [Float] {
  precondition(ranks.allSatisfy(values.indices.contains), "A rank outside \(values.count) values")
  let bins = binCounts(values)
  return ranks.map { rank in
    var before = 0
    var bin = 0
    while before + bins[bin] <= rank {
      before += bins[bin]
      bin += 1
    }
    let near = values.filter { Int(order(of: $0) >> 16) == bin }.sorted()
    return near[rank - before]
  }
}

private func binCounts(_ values: [Float]) -> [Int] {
  var bins = [Int](repeating: 0, count: 1 << 16)
  for value in values { bins[Int(order(of: value) >> 16)] &+= 1 }
  return bins
}

/// The place of a number among all numbers: its bits, turned so that they ascend with it.
///
/// Both zeros are one.
@inline(__always)
private func order(of value: Float) -> UInt32 {
  let bits = (value + 0).bitPattern
  return bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
}
