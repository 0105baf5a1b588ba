import Raster
import RasterKernels

/// Percentile intervals from samples drawn anew, with replacement (Efron and Tibshirani 1993).
///
/// The same seed gives the same samples on every machine.
public struct Bootstrap: Sendable, Equatable {
  /// How often a sample is drawn.
  public let replicates: Int
  /// Where the random numbers start.
  public let seed: UInt64

  /// A bootstrap of `replicates` samples.
  ///
  /// - Precondition: `replicates` is at least 1.
  public init(replicates: Int = 2_000, seed: UInt64 = 1) {
    precondition(replicates >= 1, "\(replicates) replicates")
    self.replicates = replicates
    self.seed = seed
  }

  /// The interval of several statistics of the same `count` units: each 2.5 % and 97.5 % quantile over all samples.
  ///
  /// - Parameters:
  ///   - count: how many units there are.
  ///   - statistics: the statistics of the units at the given places, `nil` where a sample has none; always as many.
  /// - Returns: an interval for each statistic; `nil` where fewer than half of the samples have a value.
  public func intervals(count: Int, _ statistics: ([Int]) -> [Double?]) -> [Interval?] {
    guard count > 0 else { return [] }
    var generator = SplitMix64(seed: seed)
    var values: [[Double]] = []
    var sample = [Int](repeating: 0, count: count)
    for _ in 0..<replicates {
      for i in sample.indices { sample[i] = generator.place(below: count) }
      let drawn = statistics(sample)
      if values.isEmpty { values = [[Double]](repeating: [], count: drawn.count) }
      for (i, value) in drawn.enumerated() { if let value { values[i].append(value) } }
    }
    return values.map { drawn in
      guard drawn.count * 2 >= replicates, let lower = quantile(0.025, of: drawn),
        let upper = quantile(0.975, of: drawn)
      else { return nil }
      return Interval(lower, upper)
    }
  }
}

extension SplitMix64 {
  /// A whole number from 0 to below `count`, each as likely to within 2⁻⁶⁴ of `count`.
  mutating func place(below count: Int) -> Int { Int(UInt64(count).multipliedFullWidth(by: next()).high) }
}
