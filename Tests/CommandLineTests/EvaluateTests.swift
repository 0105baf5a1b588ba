import Reporting
import ReportingTestSupport
import Testing

@Suite struct EvaluateTests {
  @Test func phantomsMeasuredWithTheirMasksAreEvaluated() throws {
    let tool = try Tool()
    let folder = try TemporaryFolder()
    _ = try tool.run(["phantom", "--out", folder.path("p"), "--count", "2", "--spacing", "1", "--seed", "3"])
    _ = try tool.run(["measure", folder.path("p/manifest-masks.csv"), "--out", folder.path("r"), "--no-overlays"])
    let arguments = ["evaluate", folder.path("p"), folder.path("r"), "--bootstrap", "20"]
    let result = try tool.run(arguments + ["--out", folder.path("e")])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("2 images with known truth"))
    let score = try JSONValue(parsing: folder.text("e/evaluation.json"))["score"]
    #expect(score?["cases"] == .number("2"))
    #expect(score?["false_per_image"] == .number("0.000"))
    #expect(try tool.run(arguments + ["--out", folder.path("e")]).status == 73)
    #expect(try tool.run(arguments + ["--given"]).output.contains("dice_mean") == false)
    #expect(try tool.run(["evaluate", folder.path("p"), folder.path("none")]).status == 66)
    #expect(try tool.run(arguments + ["--bootstrap", "0"]).status == 64)
    try folder.write("x", to: "p/broken.truth.json")
    #expect(try tool.run(arguments).status == 65)
  }
}
