import Cohort
import Mineralisation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

@Suite struct PerturbationTests {
  private let digest = sha256("an image")

  @Test func changesAreSmallAndDrawnFromTheImage() {
    let changes = (0..<50).map { Perturbation(imageDigest: digest, number: $0) }
    #expect(changes == (0..<50).map { Perturbation(imageDigest: digest, number: $0) })
    #expect(Set(changes.map(\.seed)).count == 50)
    #expect(changes[0] != Perturbation(imageDigest: sha256("another"), number: 0))
    for change in changes {
      #expect(abs(change.rotation) <= 3 * .pi / 180)
      #expect(abs(change.shiftX) <= 0.5 && abs(change.shiftY) <= 0.5)
      #expect((0.9...1.1).contains(change.gamma))
      #expect((0.002...0.01).contains(change.noise))
    }
    #expect(changes.contains { $0.rotation > 0.02 } && changes.contains { $0.rotation < -0.02 })
  }

  /// Masks move with the picture: a bright disc and its mask stay on each other.
  @Test func masksAndPictureMoveAlike() {
    var samples = Plane<UInt16>(width: 90, height: 70, repeating: 500)
    var labels = Plane<Int32>(width: 90, height: 70, repeating: 0)
    for y in 0..<70 {
      for x in 0..<90 where (x - 70) * (x - 70) + (y - 15) * (y - 15) < 90 {
        samples[x, y] = 3500
        labels[x, y] = 1
      }
    }
    var input = AnalysisInput(radiograph: Radiograph(samples: samples, bitDepth: 12))
    input.givenLesions = LabelMap(labels, count: 1)
    for number in 0..<5 {
      let changed = Perturbation(imageDigest: digest, number: number).changed(input)
      #expect(changed.radiograph.bitDepth == 8)
      let mask = changed.givenLesions?.foreground
      let agreeing = (0..<90 * 70).count { i in
        (changed.radiograph.samples.samples[i] > 128) == (mask?.plane.samples[i] == 1)
      }
      #expect(agreeing > 90 * 70 - 40, "of 6300 pixels \(agreeing) agree")
    }
  }

  @Test func theTablesTellHowValuesVaryWhateverTheJobs() async throws {
    let folder = try TemporaryFolder()
    var plane = Plane<UInt8>(width: 60, height: 50, repeating: 90)
    var mask = Plane<UInt8>(width: 60, height: 50, repeating: 0)
    for y in 15..<32 {
      for x in 20..<43 {
        plane[x, y] = 190
        mask[x, y] = 255
      }
    }
    try folder.write(encodePNG8(plane), to: "a.png")
    try folder.write(encodePNG8(mask), to: "mask.png")
    try folder.write("no image", to: "b.png")
    try folder.write(
      "image,spacing_mm,lesion_mask,bone_mask\na.png,0.5,mask.png,mask.png\nb.png,,,\n", to: "manifest.csv")
    for jobs in [1, 2] {
      let outcome = try await perturbed(folder, "out\(jobs)", jobs: jobs)
      #expect(outcome.lines.count == 1 && !outcome.stopped)
      #expect(outcome.lines[0].hasPrefix("a: 4 perturbations; "))
    }
    #expect(folder.files(below: "out1") == folder.files(below: "out2"))
    let rows = try CSVTable(parsing: try #require(folder.read("out1/perturbation.csv"))).rows.map(\.fields)
    #expect(
      rows[0] == ["id", "lesion_id", "value", "unperturbed", "mean", "sd", "cv_percent", "n_measured", "n_missed"])
    let area = try #require(rows.first { $0[1] == "1" && $0[2] == "area_mm2" })
    #expect(area[3] == "97.7500" && area[7] == "4" && area[8] == "0")
    #expect(try #require(Double(area[6])) < 3)
    let images = try CSVTable(parsing: try #require(folder.read("out1/perturbation_images.csv"))).rows.map(\.fields)
    #expect(images.count == 2 && images[1][0] == "a" && images[1][1] == "4")

    let entry = folder.path("out1/.work/perturbation/a.json")
    try folder.write(
      folder.text("out1/.work/perturbation/a.json").replacing("a: 4 perturbations", with: "a: as before"), to: "kept")
    try folder.write(folder.text("kept"), to: "out1/.work/perturbation/a.json")
    #expect(FileFacts(at: entry) != nil)
    let resumed = try await perturbed(folder, "out1", jobs: 1, resumes: true)
    #expect(resumed.lines[0].hasPrefix("a: as before"), "what is finished is taken over")
    let stopped = try await perturbed(folder, "out3", jobs: 1, stops: true)
    #expect(stopped.stopped && stopped.lines.isEmpty)
  }

  /// Tables of an earlier run would stand beside results that they do not belong to.
  @Test func aNewRunTakesTheTablesAway() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      encodePNG8(Plane<UInt8>(width: 24, height: 20, samples: (0..<480).map { UInt8($0 * 7 % 200) })), to: "a.png")
    try folder.write("image\na.png\n", to: "manifest.csv")
    let tables = ["perturbation.csv", "perturbation_images.csv"]
    _ = try await perturbed(folder, "out", jobs: 1)
    #expect(tables.allSatisfy { FileFacts(at: folder.path("out/" + $0)) != nil })
    try await measured(folder, "out", resumes: true)
    #expect(tables.allSatisfy { FileFacts(at: folder.path("out/" + $0)) != nil }, "a resumed run adds to what is there")
    try await measured(folder, "out", resumes: false)
    #expect(tables.allSatisfy { FileFacts(at: folder.path("out/" + $0)) == nil })
    try folder.write("id,mine\n", to: "out/perturbation.csv")
    try await measured(folder, "out", resumes: false)
    #expect(folder.text("out/perturbation.csv") == "id,mine\n")
  }

  private func measured(_ folder: TemporaryFolder, _ name: String, resumes: Bool) async throws {
    _ = try await batch(folder, name, jobs: 1, resumes: resumes).run { _ in }
  }

  /// An image that is replaced between its measurement and its perturbations has none of them, and is told.
  @Test func whatChangesMeanwhileIsNotPerturbed() async throws {
    let folder = try TemporaryFolder()
    let film = { (shift: Int) in
      encodePNG8(Plane<UInt8>(width: 24, height: 20, samples: (0..<480).map { UInt8(($0 * 7 + shift) % 200) }))
    }
    try folder.write(film(0), to: "a.png")
    try folder.write(film(1), to: "b.png")
    try folder.write("image\na.png\nb.png\n", to: "manifest.csv")
    let outcome = try await perturbed(folder, "out", jobs: 1) { try folder.write(film(2), to: "b.png") }
    #expect(outcome.changed == ["b"] && outcome.lines.count == 1)
    #expect(!folder.text("out/perturbation_images.csv").contains("\nb,"))
  }

  private func perturbed(
    _ folder: TemporaryFolder, _ name: String, jobs: Int, resumes: Bool = false, stops: Bool = false,
    meanwhile: () throws -> Void = {}
  ) async throws -> PerturbationRun.Summary {
    let batch = try batch(folder, name, jobs: jobs, resumes: resumes)
    var digests: [String: String] = [:]
    _ = try await batch.run { event in
      if let record = event.record, record.succeeded { digests[record.id] = record.inputDigest }
    }
    try meanwhile()
    return try await PerturbationRun(batch, count: 4).run(jobs: jobs, measured: digests, shouldStop: { stops })
  }

  private func batch(_ folder: TemporaryFolder, _ name: String, jobs: Int, resumes: Bool) throws -> Batch {
    let manifest = try Manifest(parsing: try #require(folder.read("manifest.csv")), folder: folder.path)
    var options = Batch.Options(jobs: jobs)
    options.resumes = resumes
    return Batch(
      tasks: manifest.tasks, settings: .init(), output: OutputLayout(folder: folder.path(name)), options: options)
  }
}
