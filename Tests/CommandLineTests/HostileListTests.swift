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
