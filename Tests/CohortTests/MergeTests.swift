import Cohort
import Foundation
import Mineralisation
import Reporting
import ReportingTestSupport
import Testing

@Suite struct MergeTests {
  private let cohort: SampleCohort

  init() throws { cohort = try SampleCohort() }

  /// Two shards as `s1` and `s2`.
  private func measureTwo() async throws {
    for index in 1...2 { try await cohort.measureShard(index, of: 2, into: "s\(index)") }
  }

  @Test func aShardTakesEveryNthRow() {
    #expect(Shard("2/3") == Shard(index: 2, count: 3))
    for wrong in ["", "2", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1 / 3"] { #expect(Shard(wrong) == nil) }
  }

  @Test(arguments: [1, 3, 7]) func shardsJoinToTheBytesOfOneRun(count: Int) async throws {
    var settings = MeasureSettings()
    settings.analysis.radiomics = .standard
    let overlays = count == 3
    _ = try await cohort.batch(into: "whole", settings: settings) { $0.overlays = overlays }.run { _ in }
    for index in 1...count {
      try await cohort.measureShard(index, of: count, into: "s\(index)", settings: settings, overlays: overlays)
    }
    let rows = (1...count).map { cohort.folder.text("s\($0)/results.ndjson").split(separator: "\n").count }
    #expect(rows.reduce(0, +) == 6)
    #expect((rows.max() ?? 0) - (rows.min() ?? 0) <= 1)
    let summary = try cohort.merge((1...count).reversed().map { "s\($0)" }, into: "joined")
    #expect(summary.shards == count && summary.images == 6 && summary.failed == 3)
    let joined = cohort.results("joined")
    #expect(joined.keys.contains("radiomics.csv") && joined.keys.contains("overlays/b.png") == overlays)
    #expect(joined == cohort.results("whole"))
    let run = try JSONValue(parsing: cohort.folder.text("joined/run.json"))
    #expect(run["shards"]?.elements?.count == count)
  }

  @Test func theTablesDoNotDependOnTheOrderOfTheManifest() async throws {
    func write(_ rows: [String]) throws {
      try cohort.folder.write("image,spacing_mm\n" + rows.map { $0 + "\n" }.joined(), to: "manifest.csv")
    }
    let rows = ["a.png,0.2", "b.png,0.3", "c.png,", "e.png,0.2"]
    try write(rows)
    _ = try await batch(into: "one").run { _ in }
    try write(rows.reversed())
    _ = try await batch(into: "two").run { _ in }
    #expect(cohort.results("one") == cohort.results("two"))
  }

  @Test func joinedResultsCanBeResumed() async throws {
    try await measureTwo()
    try cohort.merge(["s1", "s2"], into: "joined")
    #expect(try await batch(into: "joined", resumes: true).run { _ in }.reused == 3)
  }

  @Test func anotherShardsFolderIsNotResumed() async throws {
    try await cohort.measureShard(1, of: 2, into: "s1")
    #expect(try cohort.batch(into: "s1") { $0.shard = Shard("2/2") }.foreignShard == "1/2")
    #expect(try cohort.batch(into: "s1").foreignShard == "1/2")
    #expect(try cohort.batch(into: "s1") { $0.shard = Shard("1/2") }.foreignShard == nil)
    _ = try await batch(into: "whole").run { _ in }
    #expect(try cohort.batch(into: "whole") { $0.shard = Shard("1/2") }.foreignShard == "all")
    #expect(try cohort.batch(into: "new") { $0.shard = Shard("1/2") }.foreignShard == nil)
  }

  @Test func missingAndRepeatedShardsAreNamed() async throws {
    for index in 1...3 { try await cohort.measureShard(index, of: 3, into: "s\(index)") }
    expectRefusal(["s1", "s3"], "a shard is missing: 2/3")
    expectRefusal(["s1", "s2", "s3", "s2"], "is shard 2/3, and so is")
    expectRefusal(["s1", "none"], "no shard.json")
    _ = try await batch(into: "whole").run { _ in }
    expectRefusal(["whole"], "no shard.json")
    #expect(FileManager.default.fileExists(atPath: cohort.folder.path("joined")) == false)
  }

  @Test func shardsOfDifferentRunsAreRefused() async throws {
    try await cohort.measureShard(1, of: 2, into: "s1")
    var settings = MeasureSettings()
    settings.scheme = .brooker
    try await cohort.measureShard(2, of: 2, into: "s2", settings: settings)
    expectRefusal(["s1", "s2"], "its settings hash is")
    try await cohort.measureShard(2, of: 2, into: "s2", overlays: true)
    expectRefusal(["s1", "s2"], "its choice of --overlays is on")
    try await cohort.measureShard(2, of: 3, into: "s2")
    expectRefusal(["s1", "s2"], "its number of shards is 3")
    try await cohort.measureShard(2, of: 2, into: "s2")
    try edit("s2/shard.json") { $0.replacing(Software.version, with: "0.0.9") }
    expectRefusal(["s1", "s2"], "measured by version 0.0.9")
    try cohort.folder.write(
      cohort.folder.text("manifest.csv").replacing("c.png,,", with: "c.png,0.4,"), to: "manifest.csv")
    try await cohort.measureShard(2, of: 2, into: "s2")
    expectRefusal(["s1", "s2"], "its list of images is")
  }

  @Test func aShardThatIsNotWholeIsRefusedBeforeAnythingIsWritten() async throws {
    try await measureTwo()
    let lines = cohort.folder.text("s2/results.ndjson").split(separator: "\n").map { $0 + "\n" }
    try cohort.folder.write(lines.dropFirst().joined(), to: "s2/results.ndjson")
    expectRefusal(["s1", "s2"], "1 image is missing in the results of shard 2/2: 'a' (row 6)")
    try cohort.folder.write((lines + [lines[1]]).joined(), to: "s2/results.ndjson")
    expectRefusal(["s1", "s2"], "twice or without belonging there: b")
    try cohort.folder.write(lines.joined().replacing("\"ward\":\"4\"", with: "\"ward\":\"9\""), to: "s2/results.ndjson")
    expectRefusal(["s1", "s2"], "'d' (row 4) is not as the shard's run wrote it")
    try cohort.folder.write(lines.joined(), to: "s2/results.ndjson")
    try FileManager.default.removeItem(atPath: cohort.folder.path("s1/masks/c.lesions.png"))
    expectRefusal(["s1", "s2"], "no such file, though 'c' (row 3) was measured")
    try await cohort.measureShard(1, of: 2, into: "s1")
    try FileManager.default.removeItem(atPath: cohort.folder.path("s1/run.json"))
    try FileManager.default.removeItem(atPath: cohort.folder.path("s1/.work/c.json"))
    expectRefusal(["s1", "s2"], "has not come to its end, 2 of its 3 images are finished")
    #expect(FileManager.default.fileExists(atPath: cohort.folder.path("joined")) == false)
  }

  private func batch(into name: String, resumes: Bool = false) throws -> Batch {
    try cohort.batch(into: name) {
      $0.overlays = false
      $0.resumes = resumes
    }
  }

  private func edit(_ name: String, _ change: (String) -> String) throws {
    try cohort.folder.write(change(cohort.folder.text(name)), to: name)
  }

  private func expectRefusal(
    _ shards: [String], _ text: String, location: SourceLocation = #_sourceLocation
  ) {
    do {
      try cohort.merge(shards, into: "joined")
      Issue.record("joined", sourceLocation: location)
    } catch {
      #expect("\(error)".contains(text), "\(error)", sourceLocation: location)
    }
  }
}
