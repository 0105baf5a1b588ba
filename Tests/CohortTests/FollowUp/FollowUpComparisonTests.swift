import Cohort
import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// Comparisons of results folders that are written by hand: a bent bone and discs beside it.
@Suite struct FollowUpComparisonTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A lesion: centre and radius in millimetres, relative density, rim.
  private struct Disc {
    var x: Double
    var y: Double
    var radius: Double
    var density = 0.5
    var rim: Double?
  }

  /// One film of a results folder, turned by `turn` and shifted to the right by `shift` millimetres.
  private struct FilmOfTest {
    var id: String
    var discs: [Disc]
    var turn = 0.0
    var shift = 0.0
    var spacing: Double? = 0.5
    var stated: [String: String] = [:]
    var gap: Double?
    var hasBone = true
  }

  private func write(_ films: [FilmOfTest], to name: String) throws {
    var lines = ""
    for film in films { lines += try write(film, name) + "\n" }
    try folder.write(lines, to: name + "/results.ndjson")
  }

  /// Draws a film's masks and tells its record.
  private func write(_ film: FilmOfTest, _ name: String) throws -> String {
    let size = 240
    var bones = Plane<UInt8>(width: size, height: size, repeating: 0)
    var lesions = Plane<UInt16>(width: size, height: size, repeating: 0)
    var counts = [Int](repeating: 0, count: film.discs.count)
    for y in 0..<size {
      for x in 0..<size {
        let u = Double(x) * 0.5 - 60 - film.shift
        let v = Double(y) * 0.5 - 60
        let px = cos(film.turn) * u + sin(film.turn) * v + 60
        let py = -sin(film.turn) * u + cos(film.turn) * v + 60
        let axis = 50 + 6 * sin(py / 20)
        if film.hasBone, abs(px - axis) < 8 + py / 30 || hypot(px - 60, py - 22) < 16 { bones[x, y] = 1 }
        for (i, disc) in film.discs.enumerated() where hypot(px - disc.x, py - disc.y) < disc.radius {
          lesions[x, y] = UInt16(i + 1)
          counts[i] += 1
        }
      }
    }
    try folder.write(encodePNG8(bones), to: "\(name)/masks/\(film.id).bones.png")
    try folder.write(encodePNG16(lesions), to: "\(name)/masks/\(film.id).lesions.png")
    return record(film, counts)
  }

  private func record(_ film: FilmOfTest, _ counts: [Int]) -> String {
    let spacing = film.spacing.map { "\"spacing_x_mm\":\($0),\"spacing_y_mm\":\($0)" } ?? "\"spacing_x_mm\":null"
    let lesions = film.discs.enumerated().map { i, disc in
      """
      {"lesion_id":\(i + 1),"area_px":\(counts[i]),"relative_density":\(disc.density),"rim_thickness_mm":\
      \(disc.rim.map { "\($0)" } ?? "null"),"cleft_width_mm":null,"zonal_pattern":"\
      \(disc.rim == nil ? "uniform" : "peripheral")","bbox_x_px":5,"bbox_y_px":5,"bbox_w_px":9,"bbox_h_px":9}
      """
    }
    let stated = film.stated.keys.sorted().map { "\"\($0)\":\"\(film.stated[$0] ?? "")\"" }.joined(separator: ",")
    let gap =
      film.gap.map { "{\"joint\":\"hip\",\"side\":\"single\",\"gap_mm\":\($0),\"gap_uncertainty_mm\":0.3}" } ?? ""
    return """
      {"schema":"ossiquant.record/1","id":"\(film.id)","image":"\(film.id).png","status":"ok",\(spacing),\
      "working_scale_mm_per_px":0.5,"lesion_count":\(film.discs.count),"bones":["femur"],"joints":[\(gap)],\
      "lesions":[\(lesions.joined(separator: ","))],"pass_through":{\(stated)}}
      """
  }

  private func compared(
    _ names: [String], _ thresholds: ChangeThresholds = .init()
  ) async throws -> (pairs: [Comparison], changes: [[String: String]], table: [[String: String]]) {
    let films = try names.map { try measuredFilms(inResults: folder.path($0)) }
    let run = FollowUpComparison(
      plan: try FollowUpPlan(results: films), thresholds: thresholds, folder: folder.path("out"))
    let pairs = try await run.run(jobs: 2)
    return (pairs, try rows("out/changes.csv"), try rows("out/comparisons.csv"))
  }

  private func rows(_ name: String) throws -> [[String: String]] {
    let table = try CSVTable(parsing: try #require(folder.read(name))).rows.map(\.fields)
    let header = try #require(table.first)
    return table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test func aSmallerDenserRimmedLesionIsMaturing() async throws {
    try write([FilmOfTest(id: "a", discs: [Disc(x: 90, y: 70, radius: 12)], gap: 14)], to: "before")
    try write(
      [
        FilmOfTest(
          id: "b", discs: [Disc(x: 90, y: 70, radius: 9, density: 0.5, rim: 2)], turn: 0.08, shift: 3, gap: 8)
      ], to: "after")
    let result = try await compared(["before", "after"])
    let row = try #require(result.changes.first)
    #expect(result.changes.count == 1)
    #expect(row["match"] == "matched" && row["registered_on"] == "femur")
    #expect(row["course"] == "maturing")
    #expect(row["area_mm2_statement"] == "decrease")
    let percent = try #require(Double(row["area_mm2_change_percent"] ?? ""))
    #expect(abs(percent + 43.75) < 1.5)
    #expect(row["feret_max_mm_statement"] == "none")
    #expect(row["relative_density_statement"] == "none")
    #expect(row["rim_thickness_mm_change_percent"] == "", "a rim without a baseline has not changed")
    #expect(row["follow_up_rim_thickness_mm"] == "2.000")
    let pair = try #require(result.table.first)
    #expect(pair["status"] == "compared" && pair["ruler"] == "mm")
    let residual = try #require(Double(pair["residual_mm"] ?? ""))
    #expect(residual < 0.3)
    let turn = try #require(Double(pair["rotation_deg"] ?? ""))
    #expect(abs(turn - 0.08 * 180 / .pi) < 0.1)
    #expect(pair["gap_change_mm"] == "-6.000" && pair["gap_statement"] == "decrease")
    let picture = try decodeImage(try #require(folder.read("out/pictures/a__b.png")))
    #expect(picture.colour == .unequalChannels)
    #expect(result.pairs[0].summary.joined(separator: "\n").contains("lesion 1: maturing; area "))
  }

  @Test func theRepeatabilityCoefficientRaisesTheThreshold() async throws {
    try write([FilmOfTest(id: "a", discs: [Disc(x: 90, y: 70, radius: 10)])], to: "before")
    try write([FilmOfTest(id: "b", discs: [Disc(x: 90, y: 70, radius: 12)])], to: "after")
    #expect(try await compared(["before", "after"]).changes.first?["course"] == "growing")
    let careful = try await compared(["before", "after"], ChangeThresholds(stated: "area_mm2=60"))
    #expect(careful.changes.first?["area_mm2_statement"] == "none")
    #expect(careful.changes.first?["area_mm2_threshold_percent"] == "60.00")
    #expect(careful.changes.first?["course"] == "stable")
  }

  @Test func withoutSpacingChangesAreRelativeToTheBones() async throws {
    try write([FilmOfTest(id: "a", discs: [Disc(x: 90, y: 70, radius: 10)], spacing: nil)], to: "before")
    try write([FilmOfTest(id: "b", discs: [Disc(x: 90, y: 70, radius: 13)], spacing: 0.6)], to: "after")
    let result = try await compared(["before", "after"])
    let row = try #require(result.changes.first)
    #expect(row["baseline_area_mm2"] == "" && row["follow_up_area_mm2"] == "")
    let percent = try #require(Double(row["area_mm2_change_percent"] ?? ""))
    #expect(abs(percent - 69) < 3)
    let pair = try #require(result.table.first)
    #expect(pair["ruler"] == "bones")
    let scale = try #require(Double(pair["scale"] ?? ""))
    #expect(abs(scale - 1.2) < 0.01)
  }

  @Test func seriesAreOrderedByDateAndComparedWithTheFirst() async throws {
    let stated = { (patient: String, date: String) in ["patient": patient, "side": "left", "date": date] }
    try write(
      [
        FilmOfTest(id: "late", discs: [Disc(x: 90, y: 70, radius: 9)], stated: stated("P1", "2021-06-01")),
        FilmOfTest(id: "first", discs: [Disc(x: 90, y: 70, radius: 6)], stated: stated("P1", "2020-12-31")),
        FilmOfTest(id: "mid", discs: [Disc(x: 90, y: 70, radius: 8)], stated: stated("P1", "2021-02-01")),
        FilmOfTest(id: "other", discs: [], stated: stated("P2", "2021-02-01")),
        FilmOfTest(id: "nobody", discs: []),
      ], to: "series")
    let result = try await compared(["series"])
    #expect(
      result.table.map { "\($0["baseline_id"] ?? "") \($0["follow_up_id"] ?? "") \($0["days"] ?? "")" } == [
        "first mid 32", "mid late 120", "first late 152",
      ])
    let plan = try FollowUpPlan(results: [try measuredFilms(inResults: folder.path("series"))])
    #expect(plan.alone.sorted() == ["nobody", "other"])
  }

  @Test func whatCannotBeRegisteredIsRefusedWithItsEvidence() async throws {
    try write([FilmOfTest(id: "a", discs: [Disc(x: 90, y: 70, radius: 10)])], to: "before")
    try write([FilmOfTest(id: "b", discs: [Disc(x: 90, y: 70, radius: 10)], hasBone: false)], to: "after")
    let result = try await compared(["before", "after"])
    #expect(result.changes.isEmpty, "no change is invented")
    #expect(result.table.first?["status"] == "refused")
    #expect(result.table.first?["reason"]?.contains("the follow-up shows 0 mm of bone edge") == true)
    #expect(folder.read("out/pictures/a__b.png") == nil)
    #expect(!result.pairs[0].succeeded)
  }

  @Test func aWrongDateOrAMissingMaskIsTold() async throws {
    try write(
      [
        FilmOfTest(id: "a", discs: [], stated: ["patient": "P", "date": "31.12.2020"]),
        FilmOfTest(id: "b", discs: [], stated: ["patient": "P", "date": "2021-01-31"]),
      ], to: "series")
    let dated = try await compared(["series"])
    #expect(dated.table.first?["status"] == "error")
    #expect(dated.table.first?["reason"]?.contains("write it as 2020-01-31") == true)
    try write([FilmOfTest(id: "a", discs: [])], to: "before")
    try write([FilmOfTest(id: "b", discs: [])], to: "after")
    try FileManager.default.removeItem(atPath: folder.path("after/masks/b.bones.png"))
    let missing = try await compared(["before", "after"])
    #expect(missing.table.first?["reason"]?.contains("no such file") == true)
  }

  @Test func bytesDoNotDependOnTheNumberOfJobs() async throws {
    let films = (0..<4).map {
      FilmOfTest(
        id: "f\($0)", discs: [Disc(x: 90, y: 70, radius: 6 + Double($0))],
        stated: ["patient": "P", "date": "2020-0\($0 + 1)-01"])
    }
    try write(films, to: "series")
    let plan = try FollowUpPlan(results: [try measuredFilms(inResults: folder.path("series"))])
    for jobs in [1, 3] {
      _ = try await FollowUpComparison(plan: plan, thresholds: .init(), folder: folder.path("out\(jobs)")).run(
        jobs: jobs)
    }
    #expect(folder.files(below: "out1") == folder.files(below: "out3"))
  }
}
