import Cohort
import Mineralisation
import Phantom
import Reporting
import ReportingTestSupport
import Testing

/// radiomics.csv on small phantoms, with and without `--radiomics`.
@Suite struct RadiomicsTableTests {
  private let folder: TemporaryFolder
  private let manifest: Manifest

  init() throws {
    let folder = try TemporaryFolder()
    try writePhantoms(PhantomOptions(seed: 7, count: 2, spacing: 0.8)) { name, bytes in
      try folder.write(bytes, to: name)
    }
    self.folder = folder
    manifest = try Manifest(parsing: folder.read("manifest-masks.csv") ?? [], folder: folder.path)
  }

  private func run(
    into name: String, radiomics: Bool, jobs: Int = 2, resumes: Bool = false, stopAfter: Int? = nil
  ) async throws {
    var settings = MeasureSettings()
    settings.analysis.radiomics = radiomics ? .standard : nil
    var options = Batch.Options(jobs: jobs)
    options.overlays = false
    options.resumes = resumes
    let tasks = stopAfter.map { Array(manifest.tasks.prefix($0)) } ?? manifest.tasks
    let batch = Batch(
      tasks: tasks, passThrough: manifest.passThrough, settings: settings,
      output: OutputLayout(folder: folder.path(name)), options: options)
    #expect(try await batch.run { _ in }.failed == 0)
  }

  private func table(_ path: String) throws -> [[String]] {
    try CSVTable(parsing: try #require(folder.read(path))).rows.map(\.fields)
  }

  @Test func everyLesionHasItsRowInTheSameOrder() async throws {
    try await run(into: "plain", radiomics: false)
    try await run(into: "features", radiomics: true)
    let lesions = try table("features/lesions.csv")
    let features = try table("features/radiomics.csv")
    #expect(lesions.count > 2)
    #expect(features[0] == ["id", "lesion_id"] + radiomicsFeatureNames)
    #expect(features.map { Array($0.prefix(2)) } == lesions.map { Array($0.prefix(2)) })
    #expect(features.allSatisfy { $0.count == radiomicsFeatureNames.count + 2 })
    let mean = try #require(features[0].firstIndex(of: "firstorder_Mean"))
    let meanOfLesion = try #require(lesions[0].firstIndex(of: "mean"))
    for (lesion, row) in zip(lesions, features).dropFirst() {
      let difference = try #require(Double(row[mean])) - (try #require(Double(lesion[meanOfLesion])))
      #expect(abs(difference) <= 0.0051)
    }
    #expect(folder.text("features/lesions.csv") == folder.text("plain/lesions.csv"))
    #expect(folder.files(below: "plain")["radiomics.csv"] == nil)
  }

  @Test func bytesDependNeitherOnJobsNorOnAnInterruption() async throws {
    try await run(into: "one", radiomics: true, jobs: 1)
    try await run(into: "four", radiomics: true, jobs: 4)
    try await run(into: "cut", radiomics: true, stopAfter: 1)
    try await run(into: "cut", radiomics: true, resumes: true)
    #expect(folder.files(below: "one") == folder.files(below: "four"))
    #expect(folder.files(below: "one") == folder.files(below: "cut"))
  }

  @Test func aTableOfAnEarlierRunIsTakenAway() async throws {
    try await run(into: "plain", radiomics: false)
    try await run(into: "out", radiomics: true)
    #expect(folder.files(below: "out")["radiomics.csv"] != nil)
    try await run(into: "out", radiomics: false, resumes: true)
    #expect(folder.files(below: "out") == folder.files(below: "plain"))
    try folder.write("id,mine\n", to: "out/radiomics.csv")
    try await run(into: "out", radiomics: false, resumes: true)
    #expect(folder.text("out/radiomics.csv") == "id,mine\n")
  }
}
