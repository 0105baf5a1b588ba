/// How many of the same number of readers gave each grade to each case.
public struct GradeCounts: Sendable, Equatable {
  /// How many cases there are.
  public let cases: Int
  /// How many readers graded each case.
  public let readers: Int
  /// How many grades there are.
  public let size: Int
  private let counts: [Int]

  /// Counts the grades of `readings`, one list for each reader, the cases in the same order in each.
  ///
  /// - Precondition: there are at least two readers, all lists have the same length, and they hold nothing but
  ///   `0 ..< size`.
  public init(_ readings: [[Int]], size: Int) {
    precondition(readings.count >= 2, "\(readings.count) readers")
    let cases = readings[0].count
    var counts = [Int](repeating: 0, count: cases * size)
    for reader in readings {
      precondition(reader.count == cases, "\(reader.count) readings beside \(cases)")
      for (i, grade) in reader.enumerated() {
        precondition((0..<size).contains(grade), "A grade outside 0..<\(size)")
        counts[i * size + grade] += 1
      }
    }
    self.cases = cases
    readers = readings.count
    self.size = size
    self.counts = counts
  }

  /// How many readers gave `grade` to the case at `place`.
  public subscript(place: Int, grade: Int) -> Int { counts[place * size + grade] }

  /// How often each grade was given, over all readers.
  public var totals: [Int] { (0..<size).map { grade in (0..<cases).reduce(0) { $0 + self[$1, grade] } } }
  /// How many cases got the same grade from all readers.
  public var unanimous: Int { (0..<cases).count { i in (0..<size).contains { self[i, $0] == readers } } }

  /// The share of pairs of readers that agree on the case at `place`.
  func pairAgreement(_ place: Int) -> Double {
    let pairs = (0..<size).reduce(0) { $0 + self[place, $1] * (self[place, $1] - 1) }
    return Double(pairs) / Double(readers * (readers - 1))
  }
}
