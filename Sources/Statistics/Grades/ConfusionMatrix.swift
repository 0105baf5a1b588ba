/// How often two readers gave each pair of grades to the same cases.
public struct ConfusionMatrix: Sendable, Equatable {
  /// How many grades there are.
  public let size: Int
  /// The counts, row by row: the first reader's grade picks the row, the second's the column.
  public let counts: [Int]

  /// Counts the pairs `(first[i], second[i])`.
  ///
  /// - Precondition: both have the same length and hold nothing but `0 ..< size`.
  public init(_ first: [Int], _ second: [Int], size: Int) {
    precondition(first.count == second.count, "\(first.count) readings beside \(second.count)")
    var counts = [Int](repeating: 0, count: size * size)
    for (a, b) in zip(first, second) {
      precondition((0..<size).contains(a) && (0..<size).contains(b), "A grade outside 0..<\(size)")
      counts[a * size + b] += 1
    }
    self.size = size
    self.counts = counts
  }

  /// The count of cases to which the readers gave the grades `first` and `second`.
  public subscript(first: Int, second: Int) -> Int { counts[first * size + second] }

  /// How many cases there are.
  public var total: Int { counts.reduce(0, +) }
  /// How many cases got the same grade from both.
  public var agreed: Int { (0..<size).reduce(0) { $0 + self[$1, $1] } }
  /// How often the first reader gave each grade.
  public var rowSums: [Int] { (0..<size).map { row in (0..<size).reduce(0) { $0 + self[row, $1] } } }
  /// How often the second reader gave each grade.
  public var columnSums: [Int] { (0..<size).map { column in (0..<size).reduce(0) { $0 + self[$1, column] } } }
}
