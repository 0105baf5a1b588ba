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
      "{\"image\":\"\(path)\",\"spacing_mm\":0.2,\"pass_through\":{\"ward\":\"7\"}}", "nonsense", "",
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
        == ["film", "line_2", "inline", "gone", "typo", "comma", "b64", "line_8", "line_9"])
    #expect(records.map { $0["status"]?.string } == ["ok", "error", "ok"] + Array(repeating: "error", count: 6))
    let validator = SchemaValidator(Record.jsonSchema)
    for record in records { #expect(validator.faults(of: record) == []) }
    #expect(records[0]["pass_through"]?["ward"] == .text("7"))
    #expect(records[2]["spacing_y_mm"] == .number("0.300000"))
    #expect(records[0]["sha256"] == .text(sha256(bytes)))
  }

  @Test func theRequestSchemaIsPrinted() throws {
    let schema = try JSONValue(parsing: try Tool().run(["schema", "--request"]).output)
    let validator = SchemaValidator(schema)
    #expect(validator.faults(of: try JSONValue(parsing: "{\"image\":\"a.png\",\"spacing_mm\":0.2}")) == [])
    #expect(validator.faults(of: try JSONValue(parsing: "{\"image\":3,\"other\":1}")).count == 2)
  }
}
