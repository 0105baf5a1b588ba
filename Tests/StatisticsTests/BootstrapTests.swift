import Statistics
import Testing

@Suite struct BootstrapTests {
  private let values = (0..<200).map { Double(($0 * 7919) % 199) }

  private func means(_ sample: [Int]) -> [Double?] {
    [sample.reduce(0) { $0 + values[$1] } / Double(sample.count), nil]
  }

  @Test func theMeansIntervalIsNearTheNormalOne() throws {
    let intervals = Bootstrap(replicates: 2_000, seed: 3).intervals(count: values.count, means)
    let mean = values.reduce(0, +) / 200
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200).squareRoot()
    let interval = try #require(intervals[0])
    let width = 1.96 * deviation / 200.0.squareRoot()
    #expect(abs(interval.lower - (mean - width)) < 0.1 * width)
    #expect(abs(interval.upper - (mean + width)) < 0.1 * width)
    #expect(intervals[1] == nil)
  }

  @Test func theSeedDecides() {
    let first = Bootstrap(replicates: 50, seed: 3).intervals(count: 200, means)
    #expect(first == Bootstrap(replicates: 50, seed: 3).intervals(count: 200, means))
    #expect(first != Bootstrap(replicates: 50, seed: 4).intervals(count: 200, means))
    #expect(Bootstrap().intervals(count: 0, means).isEmpty)
  }
}
