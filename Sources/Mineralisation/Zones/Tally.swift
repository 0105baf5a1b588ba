/// A sum and a number of values.
struct Tally {
  private(set) var sum = 0.0
  private(set) var count = 0

  /// The mean; 0 of nothing.
  var mean: Double { count > 0 ? sum / Double(count) : 0 }

  mutating func add(_ value: Double) {
    sum += value
    count += 1
  }

  mutating func join(_ other: Tally) {
    sum += other.sum
    count += other.count
  }
}
