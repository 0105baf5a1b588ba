import ReportingTestSupport
import Testing

@Suite struct AgreeTests {
  private let tool: Tool
  private let folder: TemporaryFolder
  private let first: String
  private let second: String

  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
    first = try folder.write("id,brooker,gap_mm\nk1,I,9.5\nk2,II,12\nk3,0,4.25\n", to: "Ann.csv")
    second = try folder.write("id;brooker;gap_mm\nk1;I;9\nk2;III;11\nk3;I+;5\n", to: "Bob.csv")
  }

  @Test func twoFilesAreComparedAndWritten() throws {
    let result = try tool.run(["agree", first, second, "--out", folder.path("out")])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("Bob: 1 missing: k3 ('I+')"))
    #expect(result.output.contains("Ann and Bob, 2 cases"))
    #expect(folder.text("out/agreement.csv").contains("gap_mm,measurements,Ann,Bob,3,bias,,"))
    #expect(try tool.run(["agree", first, second, "--out", folder.path("out")]).status == 73)
    #expect(try tool.run(["agree", first, second, "--out", folder.path("out"), "--force", "--quiet"]).output.isEmpty)
  }

  @Test func statusesTellWhatWentWrong() throws {
    let comma = try folder.write("id;gap_mm\nk1;9,5\n", to: "comma.csv")
    let cases: [([String], Int32, String)] = [
      ([first, folder.path("none.csv")], 66, "no such file"),
      ([first, comma], 65, "line 2 of \(comma), column 'gap_mm'"),
      ([first, "--columns", "gap_mm"], 64, "expected two or more"), ([first, second, "--rename", "x"], 64, "OLD=NEW"),
      ([first, second, "--categories", "brooker=I"], 64, "two or more different grades"),
      ([first, second, "--id", "film"], 65, "expected one called 'film'"), ([], 64, "Missing expected argument"),
      ([first, second, "--out", "/dev/null/x"], 73, "cannot be created"),
    ]
    for (arguments, status, message) in cases {
      let result = try tool.run(["agree"] + arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }
}
