import ReportingTestSupport
import Testing

/// Standard streams that are full, closed or gone.
@Suite struct StreamTests {
  private let tool: Tool
  private let films: Films

  init() throws {
    tool = try Tool()
    films = try Films(2)
  }

  @Test func outputThatCannotBeWrittenEndsWithItsStatus() throws {
    for arguments in [["schema"], ["measure", films.path], films.arguments("out")] {
      let full = try tool.runShell("\"$0\" \"$@\" >/dev/full", arguments)
      #expect(full.status == 74, "\(arguments): \(full.status)")
      #expect(full.errors.contains("standard output: cannot be written"), "\(full.errors)")
    }
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("out") == films.results("whole"), "the results are whole all the same")
  }

  /// A file that is opened next would take the number of a closed stream, and messages would be written into it.
  @Test func closedStreamsLeaveTheResultsAlone() throws {
    #expect(try tool.runShell("exec \"$0\" \"$@\" <&- >&- 2>&-", films.arguments("out")).status == 0)
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("out") == films.results("whole"))
  }

  @Test func aReaderThatGoesAwayEndsTheRunAndLosesNothing() throws {
    let gone = try tool.runShell("\"$0\" \"$@\" | true; exit ${PIPESTATUS[0]}", films.arguments("out"))
    #expect([0, 74, 128 + 13].contains(gone.status), "\(gone.status)")
    #expect(try tool.run(films.arguments("out", "--resume")).status == 0)
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("out") == films.results("whole"))
  }
}
