/// The values that sorting `values` would put at `ranks`, without sorting.
///
/// - Precondition: every rank lies in `values`, and no value is NaN.
public func orderStatistics(of values: [Float], at ranks: [Int]) -> [Float] {
  OrderedValues(values).values(at: ranks)
}

/// Values of which it is known how many lie where: one pass over them counts how often each upper half of the bits occurs, in
/// the order of the numbers.
public struct OrderedValues: Sendable {
  private let values: [Float]
  private let bins: [Int32]
  /// The sums of 256 bins each, so that a rank is found in a few hundred steps.
  private let groups: [Int32]

  /// Counts `values`, none of which is NaN.
  public init(_ values: [Float]) {
    precondition(values.count <= Int32.max, "More values than are counted")
    self.values = values
    var bins = [Int32](repeating: 0, count: 1 << 16)
    var counts = bins.mutableSpan
    let source = values.span
    for i in source.indices { unsafe counts[unchecked: bin(of: source[unchecked: i])] &+= 1 }
    let all = bins.span
    groups = (0..<256).map { group in
      var sum: Int32 = 0
      for bin in group << 8..<(group + 1) << 8 { unsafe sum &+= all[unchecked: bin] }
      return sum
    }
    self.bins = bins
  }

  /// The number of values.
  public var count: Int { values.count }

  /// The values that sorting would put at `ranks`: one more pass, and a selection among those that share their upper half.
  ///
  /// - Precondition: every rank lies in the values.
  public func values(at ranks: [Int]) -> [Float] {
    precondition(ranks.allSatisfy(values.indices.contains), "A rank outside \(values.count) values")
    let places = ranks.map { place(ofRank: $0) }
    // The wanted bins' values one bin after the other; 0 stands for a bin that nobody wants.
    var numbers = [UInt8](repeating: 0, count: bins.count)
    var starts = [0]
    for place in places where numbers[place.bin] == 0 {
      precondition(starts.count < 256, "More ranks than are told apart")
      numbers[place.bin] = UInt8(starts.count)
      starts.append(starts[starts.count - 1] + Int(bins[place.bin]))
    }
    var near = [Float](repeating: 0, count: starts[starts.count - 1])
    var next = [0] + starts
    let number = numbers.span
    var target = near.mutableSpan
    var free = next.mutableSpan
    let source = values.span
    let gap = Gap(between: places.map(\.bin))
    for start in stride(from: 0, to: source.count, by: 8) where !gap.holdsEight(of: source, from: start) {
      for i in start..<min(start + 8, source.count) {
        let value = unsafe source[unchecked: i]
        let own = unsafe Int(number[unchecked: bin(of: value)])
        guard own > 0 else { continue }
        target[free[own]] = value
        free[own] += 1
      }
    }
    return places.map { place in
      let own = Int(numbers[place.bin])
      var part = Array(near[starts[own - 1]..<starts[own]])
      select(place.rank, in: &part)
      return part[place.rank]
    }
  }

  /// Whether at least `least` values lie above `limit`; they are looked at only where the bin of `limit` decides.
  public func reach(_ least: Int, above limit: Float) -> Bool {
    let own = bin(of: limit)
    let group = own >> 8
    var above = 0
    for count in groups.dropFirst(group + 1) { above += Int(count) }
    for count in bins[own + 1..<max(own + 1, (group + 1) << 8)] { above += Int(count) }
    if above >= least || above + Int(bins[own]) < least { return above >= least }
    var found = 0
    for value in values where value > limit { found &+= 1 }
    return found >= least
  }

  /// The bin of the value at `rank`, and its rank in there.
  private func place(ofRank rank: Int) -> (bin: Int, rank: Int) {
    var before = 0
    var group = 0
    while before + Int(groups[group]) <= rank {
      before += Int(groups[group])
      group += 1
    }
    var bin = group << 8
    while before + Int(bins[bin]) <= rank {
      before += Int(bins[bin])
      bin += 1
    }
    return (bin, rank - before)
  }
}

/// The values between the two neighbours among some bins that lie farthest apart: most of all where ranks at both ends are asked
/// for.
private struct Gap {
  private let low: SIMD8<Float>
  private let high: SIMD8<Float>

  init(between bins: [Int]) {
    let sorted = bins.sorted()
    let widest = zip(sorted, sorted.dropFirst()).max { $0.1 - $0.0 < $1.1 - $1.0 }
    let isEmpty = widest.map { $0.1 - $0.0 < 2 } ?? true
    low = SIMD8(repeating: isEmpty ? .infinity : leastValue(ofBin: (widest?.0 ?? 0) + 1))
    high = SIMD8(repeating: isEmpty ? -.infinity : leastValue(ofBin: widest?.1 ?? 0))
  }

  /// Whether the eight values from `start` on lie in it; false where there are fewer.
  @inline(__always)
  func holdsEight(of values: Span<Float>, from start: Int) -> Bool {
    guard start + 8 <= values.count else { return false }
    let eight = unsafe values.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 * start, as: SIMD8<Float>.self)
    let outside = SIMD8<Int32>.zero.replacing(with: -1, where: (eight .< low) .| (eight .>= high))
    let half = outside.lowHalf | outside.highHalf
    let quarter = half.lowHalf | half.highHalf
    return quarter.x | quarter.y == 0
  }
}

/// The least number of a bin.
private func leastValue(ofBin bin: Int) -> Float {
  let bits = UInt32(bin) << 16
  return Float(bitPattern: bits >> 31 == 0 ? ~bits : bits & 0x7FFF_FFFF)
}

/// The upper half of a number's bits, turned so that they ascend with it; both zeros are one.
@inline(__always)
private func bin(of value: Float) -> Int {
  let bits = (value + 0).bitPattern
  return Int((bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits) >> 16)
}
