import Reporting
import Testing

@Suite struct ChartTests {
  private func count(_ part: String, in text: String) -> Int { text.components(of: part) - 1 }

  @Test func aScatterHasADotPerPlaceAndEscapedNames() {
    let chart = scatterChart(x: [1, 2, 2, 9.5], y: [1, 3, 3, 8], xName: "<Ann>", yName: "Bob & Co")
    #expect(count("<circle", in: chart) == 3)
    #expect(chart.contains("&lt;Ann&gt;") && chart.contains("Bob &amp; Co") && !chart.contains("<Ann>"))
  }

  @Test(arguments: [[5.0], [0, 0, 0], [-1e6, 1e6], [1e-7, 2e-7], [999.5, 1000.5]])
  func anyValuesLieInsideTheFrame(_ values: [Double]) {
    let chart = scatterChart(x: values, y: values, xName: "a", yName: "b")
    let centres = chart.split(separator: "cx=\"").dropFirst().compactMap { Double($0.prefix { $0 != "\"" }) }
    #expect(!centres.isEmpty && centres.allSatisfy { $0 >= 58 && $0 <= 340 })
    let ticks = chart.split(separator: "text-anchor=\"end\">").dropFirst().map { $0.prefix { $0 != "<" } }
    #expect(ticks.count >= 2 && Set(ticks).count == ticks.count, "\(ticks)")
  }

  @Test func differencesShowBiasAndLimits() {
    let chart = differenceChart(
      means: [1, 2, 3], differences: [0.5, -0.5, 0.25], bias: .init(0.08, range: -1...1.2, label: "bias 0.08"),
      limits: [.init(-0.9, range: nil, label: "low"), .init(1.1, range: 0.5...1.7, label: "high")], xName: "m",
      yName: "d")
    #expect(count("class=\"curve\"", in: chart) == 3 && count("<rect", in: chart) == 2)
    #expect(["bias 0.08", "low", "high"].allSatisfy { chart.contains(">\($0)<") })
  }

  @Test func aMatrixShowsEveryCount() {
    let chart = confusionChart(counts: [4, 0, 17, 2], labels: ["0", "I"], rowName: "a", columnName: "b")
    #expect(count("<rect", in: chart) == 4)
    #expect([">4<", ">17<", ">2<"].allSatisfy(chart.contains) && count("class=\"value\"", in: chart) == 3)
  }

  @Test(arguments: [
    (0.0, "0"), (0.5, "0.5"), (-1234.5678901234, "-1234.56789"), (1e-7, "0.0000001"), (123_456_789_012, "123456789012"),
    (1.0 / 3, "0.3333333333"), (99999999999.5, "100000000000"), (1e-20, "0"),
  ])
  func significantDigitsAreNeverInPowersOfTen(_ value: Double, _ text: String) {
    #expect(significantDecimals(value) == text)
  }

  @Test func whatIsNoNumberHasNoDigits() {
    #expect(significantDecimals(.nan) == nil && significantDecimals(.infinity) == nil)
    #expect(JSONValue.significant(nil) == .null && JSONValue.significant(2.5) == .number("2.5"))
  }
}

extension String {
  /// How many pieces `part` cuts the text into.
  fileprivate func components(of part: String) -> Int {
    var pieces = 1
    var rest = self[...]
    while let found = rest.firstRange(of: part) {
      pieces += 1
      rest = rest[found.upperBound...]
    }
    return pieces
  }
}
