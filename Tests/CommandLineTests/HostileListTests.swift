import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// Lists, settings and options that ask for more than anybody can give: each ends at once, with the reason.
@Suite struct HostileListTests {
  private let tool: Tool
  private let folder: TemporaryFolder
  private let film: String

  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
    film = try folder.write(encodePNG8(HostileImages.wave(24, 20)), to: "film.png")
  }

  @Test(arguments: [
    #"{"radiomics": {"bin_width": 1e-300}}"#, #"{"radiomics": {"bin_width": 0.01}}"#,
    #"{"radiomics": {"bin_count": 9223372036854775807}}"#, #"{"radiomics": {"bin_count": 65537}}"#,
    #"{"marker_diameter_mm": 1e999}"#, #"{"marker_diameter_mm": 1e300}"#, #"{"marker_diameter_mm": 1e-300}"#,
    #"{"spacing_mm": 1e999}"#, #"{"magnification": "1.2±1e999"}"#, #"{"max_pixels": 99999999999999999999}"#,
    "[ without end", #"{"a": without end"#,
  ])
  func settingsOutOfRangeAreRefused(text: String) throws {
    let endless = text.replacing(" without end", with: "")
    let path = try folder.write(
      endless == text ? text : String(repeating: endless, count: 100_000), to: "settings.json")
    let cost = try tool.cost(["measure", film, "--settings", path], scratch: folder.path("log"))
    #expect(cost.status == 64 && cost.text.contains("expected") || cost.text.contains("nested deeper"), "\(cost.text)")
    #expect(cost.seconds < Double(Tool.allowance))
  }

  @Test(arguments: [
    ["--radiomics", "--bin-width", "1e-300"], ["--radiomics", "--bin-count", "9223372036854775807"],
    ["--marker-diameter", "1e308"], ["--jobs", "9223372036854775807"], ["--jobs", "0"],
  ])
  func optionsOutOfRangeAreRefused(options: [String]) throws {
    let result = try tool.run(["measure", film] + options)
    #expect(result.status == 64 && result.errors.contains("expected"), "\(result.errors)")
  }

  /// What was told to be true, or measured, may come from anybody too.
  @Test(arguments: [
    (#"{"width":99999999999,"height":99999999999,"#, "pixels, expected at most 536870912"),
    (#"{"width":200000,"height":200000,"#, "pixels, expected at most 536870912"),
    (#"{"width":1e999,"height":5,"#, "has no number 'width'"),
    (#"{"width":1e300,"height":5,"#, "whole numbers above 0"),
    (#"{"width":1.5,"height":5,"#, "whole numbers above 0"), (#"{"width":-3,"height":5,"#, "whole numbers above 0"),
  ])
  func truthsOutOfRangeAreRefused(start: String, reason: String) throws {
    try #require(try tool.run(["measure", film, "--no-overlays", "--out", folder.path("r")]).status == 0)
    try folder.write(start + #""spacing_mm":0.2,"region":"hip","lesions":[]}"#, to: "t/film.truth.json")
    let result = try tool.run(["evaluate", folder.path("t"), folder.path("r")])
    #expect(result.status == 65 && result.errors.contains(reason), "\(result.errors)")
  }

  @Test(arguments: [
    "lesion_id\":1e300", "lesion_id\":1e999", "lesion_id\":-7", "spacing_x_mm\":0", "spacing_x_mm\":1e-300",
  ])
  func recordsOutOfRangeEndAComparison(changed: String) throws {
    let mask = Plane<UInt8>(
      width: 24, height: 20, samples: (0..<480).map { (4..<9).contains($0 % 24) && (5..<12).contains($0 / 24) ? 1 : 0 })
    let map = try folder.write(encodePNG8(mask), to: "map.lesions.png")
    let masks = ["--lesion-mask", map, "--bone-mask", map]
    let measured = try tool.run(
      ["measure", film, "--spacing", "0.5", "--no-overlays", "--out", folder.path("r")] + masks)
    try #require(measured.status == 0, "\(measured.errors)")
    let name = changed.prefix { $0 != ":" }
    let old = folder.text("r/results.ndjson")
    let from = try #require(old.firstRange(of: name + ":"))
    let to = old[from.upperBound...].firstIndex { $0 == "," || $0 == "}" } ?? old.endIndex
    try folder.write(old.replacingCharacters(in: from.lowerBound..<to, with: changed), to: "r/results.ndjson")
    let result = try tool.run(["compare", folder.path("r"), folder.path("r")])
    #expect([0, 1, 65].contains(result.status), "\(result.status): \(result.errors)")
  }

  @Test func aWorkerStartsNoMoreThanItCan() throws {
    let result = try tool.run(["worker", "--jobs", "9223372036854775807"])
    #expect(result.status == 64 && result.errors.contains("from 1 to 1024"), "\(result.errors)")
    #expect(try tool.run(["worker", "--jobs", "1024"]).status == 0)
  }

  /// Every column is looked up once, not once for every other.
  @Test func manyColumnsTakeTheirTimeOnly() throws {
    func cost(_ count: Int) throws -> ToolCost {
      let header = "image," + (0..<count).map { "c\($0)" }.joined(separator: ",")
      let list = try folder.write(header + "\nfilm.png" + String(repeating: ",x", count: count) + "\n", to: "list.csv")
      let run = try tool.cost(
        ["measure", list, "--no-overlays", "--force", "--out", folder.path("out")], scratch: folder.path("log"))
      #expect(run.status == 0, "\(run.text.prefix(300))")
      return run
    }
    let (few, many) = (try cost(10), try cost(40_000))
    #expect(many.seconds - few.seconds < 20 * Double(Tool.allowance), "\(many.seconds) s")
    let table = try CSVTable(parsing: folder.read("out/images.csv") ?? [])
    #expect(table.rows.map(\.fields.count) == [40_026, 40_026])
  }

  /// A long header above rows of a letter: 40 kB that once took a cell for each column and row.
  @Test func shortRowsUnderALongHeaderTakeNoMemory() throws {
    try folder.write("image\nfilm.png\n", to: "short.csv")
    let base = try tool.cost(["requests", folder.path("short.csv")], scratch: folder.path("log"))
    try folder.write(
      "image" + String(repeating: ",", count: 20_000) + "\n"
        + String(repeating: "x\n", count: 10_000), to: "bomb.csv")
    let bomb = try tool.cost(["requests", folder.path("bomb.csv")], scratch: folder.path("log"))
    #expect(bomb.status == 0 && bomb.text.contains("1 fields, expected the header's 20001"))
    #expect(
      bomb.peakBytes - base.peakBytes < Tool.allowance * 64 << 20, "\((bomb.peakBytes - base.peakBytes) >> 20) MiB")
  }
}
