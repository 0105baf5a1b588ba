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
      let ranks = [0, count / 3, count / 2, count - 1]
      #expect(orderStatistics(of: values, at: ranks) == ranks.map { sorted[$0] })
    }
  }

  @Test("Infinities stand at the ends")
  func infinities() {
    #expect(orderStatistics(of: [1, .infinity, -.infinity, 0], at: [3, 0, 1]) == [.infinity, -.infinity, 0])
  }
}
