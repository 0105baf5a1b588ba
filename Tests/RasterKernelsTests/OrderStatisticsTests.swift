import Raster
import RasterKernels
import Testing

@Suite("Order statistics")
struct OrderStatisticsTests {
  @Test("What sorting puts at a rank", arguments: [1, 2, 3, 17, 1000])
  func sorting(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let wide = (0..<count).map { _ in Float.random(in: -1e6...1e6, using: &random) }
    let equal = (0..<count).map { _ in Float(Int.random(in: -2...2, using: &random)) / 4 }
    for values in [wide, equal, [Float](repeating: -0.0, count: count), wide.map { $0 * 1e-30 }] {
      let sorted = values.sorted()
      for ranks in [[0, count / 3, count / 2, count - 1], [0, count - 1], [count / 2]] {
        #expect(orderStatistics(of: values, at: ranks) == ranks.map { sorted[$0] })
      }
    }
  }

  @Test("Whether so many values lie above a limit", arguments: [1, 2, 17, 1000])
  func reaching(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let values = (0..<count).map { _ in Float(Int.random(in: -300...300, using: &random)) / 100 }
    let ordered = OrderedValues(values)
    for limit in [-4, -1.004, -1, 0, 0.5, 1.005, 3, 4] as [Float] {
      let above = values.count { $0 > limit }
      for least in [0, 1, above, above + 1, count] {
        #expect(ordered.reach(least, above: limit) == (above >= least), "\(least) above \(limit)")
      }
    }
  }

  @Test("A quantile of many values is that of sorting", arguments: [2049, 5000])
  func quantiles(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let values = (0..<count).map { _ in Float.random(in: -3...70_000, using: &random) }
    let sorted = values.sorted()
    for q in [0, 0.1, 0.5, 0.95, 1] {
      let place = q * Double(count - 1)
      let (lower, upper) = (Double(sorted[Int(place)]), Double(sorted[min(Int(place) + 1, count - 1)]))
      let expected = lower + (upper - lower) * (place - place.rounded(.down))
      #expect(abs(Double(quantile(q, of: values) ?? .nan) - expected) <= 0.004, "\(q)")
    }
  }

  @Test("Infinities stand at the ends")
  func infinities() {
    #expect(orderStatistics(of: [1, .infinity, -.infinity, 0], at: [3, 0, 1]) == [.infinity, -.infinity, 0])
  }
}
