import Reporting
import ReportingTestSupport
import Testing

@Suite struct PhantomTests {
  @Test func aPhantomIsMadeAndMeasuredWithItsMasks() throws {
    let tool = try Tool()
    let folder = try TemporaryFolder()
    let made = try tool.run(["phantom", "--out", folder.path("p"), "--count", "1", "--spacing", "1", "--seed", "3"])
    #expect(made.status == 0, "\(made.errors)")
    let measured = try tool.run(["measure", folder.path("p/manifest-masks.csv"), "--out", folder.path("r")])
    #expect(measured.status == 0, "\(measured.errors)")
    let table = try CSVTable(parsing: folder.read("r/images.csv") ?? [])
    let row = try #require(table.rows.last?.fields)
    #expect(row[2] == "ok" && row[11] == "given")
    #expect(Int(row[13]).map { $0 > 0 } == true)
    #expect(try tool.run(["phantom", "--out", "/dev/null/x"]).status == 73)
    #expect(try tool.run(["phantom", "--out", folder.path("q"), "--count", "0"]).status == 64)
  }
}
