import Cohort
import Phantom
import Reporting
import ReportingTestSupport
import Testing

/// The numbers that come out of small phantoms, byte for byte: a change here belongs under "Numerical changes".
@Suite struct PhantomGoldenTests {
  @Test func numbersWithGivenMasks() async throws {
    let folder = try TemporaryFolder()
    try writePhantoms(PhantomOptions(seed: 7, count: 4, spacing: 0.8)) { name, bytes in
      try folder.write(bytes, to: name)
    }
    let manifest = try Manifest(parsing: folder.read("manifest-masks.csv") ?? [], folder: folder.path)
    var options = Batch.Options(jobs: 2)
    options.overlays = false
    let batch = Batch(
      tasks: manifest.tasks, passThrough: manifest.passThrough, settings: .init(),
      output: OutputLayout(folder: folder.path("out")), options: options)
    let summary = try await batch.run { _ in }
    #expect(summary.failed == 0)
    for name in ["images.csv", "joints.csv", "lesions.csv"] {
      try expectGolden(folder.text("out/" + name), "phantoms-" + name)
    }
  }
}
