import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

@Suite struct WorkerTests {
  @Test(arguments: [1, 3]) func everyLineIsAnsweredInItsOrder(jobs: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = encodePNG8(Plane<UInt8>(width: 20, height: 16, samples: (0..<320).map { UInt8($0 % 251) }))
    let path = try folder.write(bytes, to: "film.png")
    let lines = [
      "{\"image\":\"\(path)\",\"spacing_mm\":0.2,\"pass_through\":{\"ward\":\"7\"}}", "nonsense", "", " ",
      "{\"id\":\"inline\",\"image_base64\":\"\(base64(bytes))\",\"spacing_mm\":\"0.20,0.30\"}",
      "{\"id\":\"gone\",\"image\":\"\(folder.path("none.png"))\"}", "{\"id\":\"typo\",\"imge\":\"a.png\"}",
      "{\"id\":\"comma\",\"image\":\"\(path)\",\"spacing_mm\":\"0,2\"}", "{\"id\":\"b64\",\"image_base64\":\"*\"}",
      "{\"id\":\"a/b\",\"image\":\"\(path)\"}", "[1]",
    ]
    let result = try Tool().run(["worker", "--jobs", "\(jobs)"], input: lines.joined(separator: "\n"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    let records = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(
      records.map { $0["id"]?.string }
        == ["film", "line_2", "line_3", "line_4", "inline", "gone", "typo", "comma", "b64", "line_10", "line_11"])
    #expect(
      records.map { $0["status"]?.string }
        == ["ok", "error", "error", "error", "ok"] + Array(repeating: "error", count: 6))
    let validator = SchemaValidator(Record.jsonSchema)
    for record in records { #expect(validator.faults(of: record) == []) }
    #expect(records[0]["pass_through"]?["ward"] == .text("7"))
    #expect(records[4]["spacing_y_mm"] == .number("0.300000"))
    #expect(records[0]["sha256"] == .text(sha256(bytes)))
  }

  @Test func eachRequestIsAnsweredBeforeTheNextIsSent() throws {
    let films = try Films(2)
    let worker = try Tool().start(["worker", "--jobs", "2"])
    for name in ["film-1", "film-0", "film-1"] {
      try worker.send("{\"image\":\"\(films.path)/\(name).png\"}")
      #expect(try JSONValue(parsing: worker.line() ?? "")["id"] == .text(name))
    }
    try worker.closeInput()
    #expect(worker.line() == nil)
    #expect(try worker.end().status == 0)
  }

  @Test func manyRequestsComeBackInTheirOrder() throws {
    let films = try Films(2)
    let lines = (0..<40).map {
      "{\"id\":\"r\($0)\",\"image\":\"\($0 % 9 == 0 ? films.path + "/film-0.png" : "none")\"}"
    }
    let result = try Tool().run(["worker", "--jobs", "3"], input: lines.joined(separator: "\n") + "\n")
    let ids = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0))["id"]?.string }
    #expect(ids == (0..<40).map { "r\($0)" })
  }

  @Test func recordsThatCannotBeWrittenEndTheWorker() throws {
    let result = try Tool().runShell("echo '{}' | \"$0\" worker > /dev/full", [])
    #expect(result.status == 74)
    #expect(result.errors.contains("standard output: cannot be written"))
  }

  @Test func requestsGiveTheRecordsOfMeasure() throws {
    let films = try Films(2)
    let rows = [
      "image,id,spacing_mm,magnification,polarity,region,ward", "film-0.png,,0.2,1.2±0.03,bone-dark,hip,7",
      "film-1.png,b,\"0.20,0.30\",,,,", "film-1.png,b,,,,,8", "gone.png,,,,,,", "film-0.png,a/b,,,,,",
    ]
    try films.folder.write(rows.joined(separator: "\n"), to: "films/manifest.csv")
    let manifest = films.path + "/manifest.csv"
    let tool = try Tool()
    #expect(try tool.run(["measure", manifest, "--out", films.folder.path("out"), "--no-overlays"]).status == 1)
    let requests = try tool.run(["requests", manifest])
    let validator = SchemaValidator(try JSONValue(parsing: tool.run(["schema", "--request"]).output))
    for line in requests.output.split(separator: "\n") {
      #expect(validator.faults(of: try JSONValue(parsing: String(line))) == [])
    }
    let records = try tool.run(["worker"], input: requests.output).output.split(separator: "\n")
    #expect(records.count == 5)
    #expect(Set(records) == Set(films.folder.text("out/results.ndjson").split(separator: "\n")))
  }

  @Test func theRequestSchemaIsPrinted() throws {
    let schema = try JSONValue(parsing: try Tool().run(["schema", "--request"]).output)
    let validator = SchemaValidator(schema)
    #expect(validator.faults(of: try JSONValue(parsing: "{\"image\":\"a.png\",\"spacing_mm\":0.2}")) == [])
    #expect(validator.faults(of: try JSONValue(parsing: "{\"image\":3,\"other\":1}")).count == 2)
  }
}
