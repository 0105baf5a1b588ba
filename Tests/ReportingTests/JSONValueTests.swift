import Raster
import RasterTestSupport
import Reporting
import Testing

@Suite struct JSONValueTests {
  @Test func membersKeepTheirOrderAndNumbersTheirDigits() throws {
    let line = #"{"b":1.500,"a":[-0.10,null,true,"x\ny"],"c":{}}"#
    #expect(try JSONValue(parsing: line).line == line)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "-", "nul", "\"\\x\"", "\"\\ud800\"", "{\"a\":1,\"a\":2}", "1 2",
    "\"a\nb\"",
    "{a:1}", "'a'", "+1", "\"\\u+123\"",
  ])
  func refuses(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
  }

  @Test func refusesBytesThatAreNotUTF8AndDeepNesting() {
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
  }

  @Test func escapesWhatCouldLeaveAScriptElement() throws {
    let text = JSONValue.text("</script>\u{2028}\u{7}\u{7F}é🦴\"\\")
    #expect(text.line == #""\u003c/script>\u2028\u0007\u007fé🦴\"\\""#)
    #expect(try JSONValue(parsing: text.line) == text)
    #expect(try JSONValue(parsing: #""\ud83e\uddb4\/""#) == .text("🦴/"))
  }

  @Test func everyPrefixOfADocumentIsRefused() {
    let whole = Array(#"{"a":[1.5e3,"é\u0041"],"b":{"c":false}}"#.utf8)
    for count in 0..<whole.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(whole[..<count])) }
    }
  }

  @Test(arguments: [
    (0.0, 3, "0.000"), (-0.0004, 3, "0.000"), (1.0005, 3, "1.001"), (-1.5, 0, "-2"), (12.3456, 2, "12.35"),
    (-0.05, 1, "-0.1"), (1e14, 1, "100000000000000.0"),
  ])
  func fixedDecimalsRoundHalvesAway(_ value: Double, _ places: Int, _ text: String) {
    #expect(fixedDecimals(value, places: places) == text)
  }

  @Test func fixedDecimalsRefuseWhatHasNone() {
    #expect(fixedDecimals(.nan, places: 2) == nil)
    #expect(fixedDecimals(-.infinity, places: 2) == nil)
    #expect(fixedDecimals(1e16, places: 2) == nil)
  }

  @Test func fixedDecimalsAreWithinHalfAUnit() throws {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<500 {
      let value = Double.random(in: -5000...5000, using: &generator)
      let read = try #require(fixedDecimals(value, places: 3).flatMap(Double.init))
      #expect(abs(read - value) <= 0.000_500_001, "\(value)")
    }
  }
}
