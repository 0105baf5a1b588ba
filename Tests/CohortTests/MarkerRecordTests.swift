import Cohort
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// What a record tells of the scale it was measured with.
@Suite struct MarkerRecordTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A disc of radius 24 with an edge two pixels wide on a plain ground; none where `hasDisc` is false.
  private func film(hasDisc: Bool) -> [UInt8] {
    var generator = SplitMix64(seed: 5)
    var plane = Plane<UInt8>(width: 160, height: 160, repeating: 0)
    for y in 0..<160 {
      for x in 0..<160 {
        let dx = Double(x) - 80
        let dy = Double(y) - 80
        let inside = min(1, max(0, (25 - (dx * dx + dy * dy).squareRoot()) / 2))
        let noise = Double.random(in: -2...2, using: &generator)
        plane[x, y] = UInt8(50 + (hasDisc ? 160 * inside : 0) + noise)
      }
    }
    return encodePNG8(plane)
  }

  private func record(
    hasDisc: Bool = true, manifest: String = "image\nfilm.png\n", _ change: (inout MeasureSettings) -> Void = { _ in }
  ) async throws -> JSONValue {
    try folder.write(film(hasDisc: hasDisc), to: "film.png")
    try folder.write(encodePNG8(Plane(width: 4, height: 4, repeating: 1)), to: "small.png")
    let rows = try Manifest(parsing: Array(manifest.utf8), folder: folder.path)
    var settings = MeasureSettings()
    settings.polarity = .boneBright
    settings.markerDiameterMM = 12
    change(&settings)
    let batch = Batch(tasks: rows.tasks, settings: settings, output: nil, options: .init(jobs: 1))
    var records: [Record] = []
    _ = try await batch.run { if let record = $0.record { records.append(record) } }
    let json = try #require(records.first).json
    #expect(SchemaValidator(Record.jsonSchema).faults(of: json) == [])
    return json
  }

  private func expectFit(_ json: JSONValue) throws {
    #expect(json["spacing_source"] == .text("marker"))
    #expect(abs(try #require(json["marker_diameter_px"]?.double) - 48) < 0.5)
    #expect(abs(try #require(json["spacing_x_mm"]?.double) - 0.25) < 0.003)
    #expect(try #require(json["marker_residual_px"]?.double) < 0.5)
    #expect(try #require(json["marker_arc_fraction"]?.double) > 0.8)
    #expect(try #require(json["spacing_relative_uncertainty"]?.double) > 0)
  }

  @Test func aSpacingFromAMarkerShowsItsFit() async throws {
    let json = try await record()
    #expect(json["status"] == .text("ok"))
    try expectFit(json)
    #expect(json["plane"] == .text("detector"))
    #expect(json["polarity_confidence"] == .number("1.000"))
    #expect(json["working_scale_mm_per_px"]?.double != nil)
  }

  @Test func anImageThatFailsAfterwardsKeepsItsScale() async throws {
    let json = try await record(manifest: "image,lesion_mask\nfilm.png,small.png\n")
    #expect(json["status"] == .text("error"))
    try expectFit(json)
  }

  @Test(arguments: [("film.png,", "ok"), ("film.png,small.png", "error")])
  func aRefusedMarkerSaysWhy(_ row: String, _ status: String) async throws {
    let json = try await record(hasDisc: false, manifest: "image,lesion_mask\n\(row)\n")
    #expect(json["status"] == .text(status))
    #expect(json["spacing_source"] == .text("none"))
    #expect(json["marker_diameter_px"] == .null)
    let warnings = json["warnings"]?.elements?.compactMap(\.string) ?? []
    #expect(warnings.contains { $0.hasPrefix("calibration marker: ") && $0.count > 30 }, "\(warnings)")
  }

  @Test func aMagnificationMovesLengthsToTheObject() async throws {
    let json = try await record { $0.magnification = Magnification(factor: 1.2, uncertainty: 0.03) }
    #expect(json["plane"] == .text("object"))
  }
}
