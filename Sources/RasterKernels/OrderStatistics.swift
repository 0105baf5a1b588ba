/// The values that sorting `values` would put at `ranks`, without sorting: two passes and a sort of what is near.
///
/// The first pass counts how often each upper half of the bits occurs, in the order of the numbers; only values that share
/// it with a wanted one are then sorted.
///
/// - Precondition: every rank lies in `values`, and no value is NaN.
public func orderStatistics(of values: [Float], at ranks: [Int]) -> [Float] {
  precondition(ranks.allSatisfy(values.indices.contains), "A rank outside \(values.count) values")
  let bins = binCounts(values)
  var isWanted = [Bool](repeating: false, count: bins.count)
  let places = ranks.map { rank in
    var before = 0
    var bin = 0
    while before + Int(bins[bin]) <= rank {
      before += Int(bins[bin])
      bin += 1
    }
    isWanted[bin] = true
    return (bin: bin, rank: rank - before)
  }
  let wanted = isWanted.span
  var near: [Float] = []
  for value in values where wanted[Int(order(of: value) >> 16)] { near.append(value) }
  near.sort()
  return places.map { place in
    var before = 0
    for bin in 0..<place.bin where wanted[bin] { before += Int(bins[bin]) }
    return near[before + place.rank]
  }
}

private func binCounts(_ values: [Float]) -> [Int32] {
  precondition(values.count <= Int32.max, "More values than are counted")
  var bins = [Int32](repeating: 0, count: 1 << 16)
  var counts = bins.mutableSpan
  for value in values { unsafe counts[unchecked: Int(order(of: value) >> 16)] &+= 1 }
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
