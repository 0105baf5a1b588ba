import Cohort
import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

@Suite struct BatchTests {
  private let cohort: SampleCohort

  private var folder: TemporaryFolder { cohort.folder }

  init() throws { cohort = try SampleCohort() }

  private func batch(
    into name: String, jobs: Int = 2, settings: MeasureSettings = .init(),
    _ change: (inout Batch.Options) -> Void = { _ in }
  ) throws -> Batch {
    try cohort.batch(into: name, jobs: jobs, settings: settings, change)
  }

  @Test func everyImageHasItsRowWhateverHappensToIt() async throws {
    let summary = try await batch(into: "out").run { _ in }
    #expect(summary.total == 6)
    #expect(summary.measured == 3)
    #expect(summary.failed == 3)
    let rows = try CSVTable(parsing: try #require(folder.read("out/images.csv"))).rows.map(\.fields)
    #expect(rows.dropFirst().map { $0[0] } == ["a", "a", "b", "c", "d", "e"])
    #expect(rows.dropFirst().map { $0[2] } == ["ok", "error", "ok", "ok", "error", "error"])
    #expect(rows.map(\.last) == ["ward", "1", "6", "'=2", "3", "4", "5"])
    #expect(rows[6][3].hasPrefix("e.png: "))
    #expect(rows[2][3].contains("give every row an id of its own"))
    let files = Set(folder.files(below: "out").keys).filter { !$0.hasPrefix(".work") }
    for name in ["images.csv", "joints.csv", "lesions.csv", "results.ndjson", "report.html", "masks/b.lesions.png"] {
      #expect(files.contains(name), "\(name)")
    }
    #expect(files.allSatisfy { !$0.hasSuffix(".part") })
    #expect(!files.contains("masks/e.lesions.png"))
  }

  @Test func everyRecordKeepsToTheSchemaAndTheMaskComesBack() async throws {
    _ = try await batch(into: "out").run { _ in }
    let validator = SchemaValidator(Record.jsonSchema)
    let lines = folder.text("out/results.ndjson").split(separator: "\n")
    #expect(lines.count == 6)
    for line in lines { #expect(validator.faults(of: try JSONValue(parsing: String(line))) == []) }
    let mask = try decodeMask(try #require(folder.read("out/masks/b.lesions.png")))
    #expect(mask.samples.filter { $0 == 1 }.count == 60)
    #expect(mask[5, 10] == 1)
  }

  @Test func bytesDoNotDependOnTheNumberOfJobs() async throws {
    _ = try await batch(into: "one", jobs: 1).run { _ in }
    _ = try await batch(into: "four", jobs: 4).run { _ in }
    #expect(folder.files(below: "one") == folder.files(below: "four"))
  }

  /// A run that came first, between another one's look at the folder and its lock, keeps what it measured.
  @Test func resultsThatNobodyGaveUpStay() async throws {
    _ = try await batch(into: "out") { $0.overlays = false }.run { _ in }
    let before = folder.files(below: "out")
    var other = MeasureSettings()
    other.scheme = .brooker
    let late = try batch(into: "out", settings: other) {
      $0.keepsEarlierResults = true
      $0.overlays = false
    }
    await #expect(throws: OutputError.self) { try await late.run { _ in } }
    #expect(folder.files(below: "out") == before)
    let resumed = try batch(into: "out") {
      $0.keepsEarlierResults = true
      $0.resumes = true
      $0.overlays = false
    }
    #expect(try await resumed.run { _ in }.reused == 3)
  }

  @Test func anInterruptedBatchResumesToTheSameBytes() async throws {
    _ = try await batch(into: "whole").run { _ in }
    let counter = Counter()
    let stopped = try await batch(into: "cut", jobs: 1).run(shouldStop: { counter.next() > 2 }) { _ in }
    #expect(stopped.stopped)
    #expect(stopped.measured + stopped.failed < 6)
    let cut = try CSVTable(parsing: try #require(folder.read("cut/images.csv")))
    #expect(cut.rows.count == 1 + stopped.measured + stopped.failed)
    let resumed = try await batch(into: "cut") { $0.resumes = true }.run { _ in }
    #expect(resumed.reused == stopped.measured)
    #expect(folder.files(below: "cut") == folder.files(below: "whole"))
  }

  @Test func leftoversOfAKilledRunAreReplaced() async throws {
    _ = try await batch(into: "whole").run { _ in }
    _ = try await batch(into: "cut").run { _ in }
    // What a kill between two steps leaves: half a temporary file, an entry cut short, a picture without its entry.
    try folder.write("half", to: "cut/.images.csv.part")
    try folder.write("{\"schema\":\"ossiquant.rec", to: "cut/.work/a.json")
    try FileManager.default.removeItem(atPath: folder.path("cut/.work/b.json"))
    try FileManager.default.removeItem(atPath: folder.path("cut/masks/c.bones.png"))
    let resumed = try await batch(into: "cut") { $0.resumes = true }.run { _ in }
    #expect(resumed.reused == 0)
    #expect(folder.files(below: "cut") == folder.files(below: "whole"))
  }

  @Test func onlyWhatChangedIsMeasuredAgain() async throws {
    _ = try await batch(into: "out").run { _ in }
    let same = try await batch(into: "out") { $0.resumes = true }.run { _ in }
    #expect(same.reused == 3)
    try folder.write(encodePNG8(Plane(width: 40, height: 30, repeating: 90)), to: "a.png")
    let changed = try await batch(into: "out") { $0.resumes = true }.run { _ in }
    #expect(changed.reused == 2)
    var mask = Plane<UInt8>(width: 40, height: 30, repeating: 0)
    mask[3, 3] = 1
    try folder.write(encodePNG8(mask), to: "mask.png")
    #expect(try await batch(into: "out") { $0.resumes = true }.run { _ in }.reused == 2)
    var settings = MeasureSettings()
    settings.scheme = .brooker
    #expect(try await batch(into: "out", settings: settings) { $0.resumes = true }.run { _ in }.reused == 0)
  }

  @Test func imagesThatLeftTheManifestLeaveTheResults() async throws {
    _ = try await batch(into: "out").run { _ in }
    try folder.write("image,spacing_mm\nb.png,0.2\n", to: "manifest.csv")
    _ = try await batch(into: "out") { $0.resumes = true }.run { _ in }
    _ = try await batch(into: "fresh").run { _ in }
    #expect(folder.files(below: "out") == folder.files(below: "fresh"))
  }

  @Test func failFastStartsNothingMore() async throws {
    try folder.write("image\ne.png\na.png\nb.png\n", to: "manifest.csv")
    let summary = try await batch(into: "out", jobs: 1) { $0.failsFast = true }.run { _ in }
    #expect(summary.failed == 1 && summary.measured == 0 && summary.stopped)
  }

  @Test func inputsAmongTheOutputsAreSeen() async throws {
    let layout = OutputLayout(folder: folder.path("out"))
    #expect(layout.wouldReplace([folder.path("a.png")]) == nil)
    _ = try await batch(into: "out").run { _ in }
    #expect(layout.wouldReplace([folder.path("a.png")]) == nil)
    let mask = folder.path("out/masks/a.lesions.png")
    #expect(layout.wouldReplace([folder.path("a.png"), mask]) == mask)
    try folder.write("image\na.png\n", to: "out/perturbation.csv")
    let manifest = folder.path("out/perturbation.csv")
    #expect(layout.wouldReplace([manifest]) == manifest)
  }
}

/// Counts calls from any thread.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  func next() -> Int {
    lock.withLock {
      count += 1
      return count
    }
  }
}
