import Cohort
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Statistics
import Testing

/// Small drawn truths at 0.5 mm per pixel with results whose figures can be told by counting.
@Suite struct EvaluationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // a: lesion 1 is found with half of its pixels, lesion 2 missed, one lesion is false.
    try truth(
      "a",
      lesions: [
        (1, "uniform", PixelBox(x: 5, y: 5, width: 8, height: 4)),
        (2, "rim", PixelBox(x: 30, y: 20, width: 4, height: 4)),
      ],
      more: "\"brooker\": \"II\", \"della_valle\": \"B\", \"gap_mm\": 12.0, \"region\": \"hip\"")
    try result("a", [(7, PixelBox(x: 5, y: 5, width: 4, height: 4)), (9, PixelBox(x: 40, y: 2, width: 3, height: 3))])
    // b: nothing there, nothing found. c: a lesion, but no result at all.
    try truth("b", lesions: [], more: "\"region\": \"knee\"")
    try result("b", [])
    try truth("c", lesions: [(1, "uniform", PixelBox(x: 10, y: 10, width: 6, height: 6))], more: "\"region\": \"hip\"")
    try folder.write(
      "id,status,brooker,della_valle,gap_mm\na,ok,III,B,11.5\nb.png,ok,,,\n", to: "results/images.csv")
    try folder.write(
      "id,lesion_id,area_mm2,feret_max_mm,zonal_pattern\na,7,4.0,4.2,peripheral\na,9,2.25,2,none\n",
      to: "results/lesions.csv")
  }

  private func mask(_ objects: [(Int, PixelBox)]) -> [UInt8] {
    var plane = Plane<UInt16>(width: 48, height: 30, repeating: 0)
    for (label, box) in objects {
      for y in box.y..<box.endY { for x in box.x..<box.endX { plane[x, y] = UInt16(label) } }
    }
    return encodePNG16(plane)
  }

  private func truth(_ name: String, lesions: [(Int, String, PixelBox)], more: String) throws {
    let listed = lesions.map { label, kind, box in
      "{\"id\": \(label), \"kind\": \"\(kind)\", \"area_mm2\": \(Double(box.width * box.height) / 4),"
        + " \"feret_max_mm\": 4.0, \"max_depth_mm\": 3.5, \"rim_thickness_mm\": 1.0}"
    }
    try folder.write(
      "{\"width\": 48, \"height\": 30, \"spacing_mm\": 0.5, \"lesions\": [\(listed.joined(separator: ","))], \(more)}",
      to: "truth/\(name).truth.json")
    try folder.write(mask(lesions.map { ($0.0, $0.2) }), to: "truth/\(name).lesions.png")
  }

  private func result(_ name: String, _ objects: [(Int, PixelBox)]) throws {
    try folder.write(mask(objects), to: "results/masks/\(name).lesions.png")
  }

  private func evaluation(masksGiven: Bool = false) throws -> Evaluation {
    try Evaluation(
      truth: folder.path("truth"), results: folder.path("results"), masksGiven: masksGiven,
      bootstrap: Bootstrap(replicates: 60, seed: 5))
  }

  private func value(_ evaluation: Evaluation, _ figure: String, _ group: String = "all") -> Double? {
    evaluation.groups.first { $0.name == group }?.rows.first { $0.figure == figure }?.value
  }

  @Test func figuresAreThoseThatCountingGives() throws {
    let evaluation = try evaluation()
    #expect(evaluation.cases.map(\.status) == ["ok", "ok", "missing"])
    let a = evaluation.cases[0]
    #expect(a.lesions.map(\.found) == [true, false] && a.lesions.map(\.covered) == [0.5, 0])
    #expect(a.falseLesions == 1)
    // 16 shared pixels, 32 + 16 true, 16 + 9 measured.
    #expect(a.dice == 0.438)
    #expect(evaluation.cases[1].dice == 1 && evaluation.cases[2].dice == 0)
    #expect(value(evaluation, "sensitivity").map { abs($0 - 1.0 / 3) < 1e-12 } == true)
    #expect(value(evaluation, "dice_mean") == 0.219)
    #expect(value(evaluation, "false_lesions_per_image").map { abs($0 - 1.0 / 3) < 1e-12 } == true)
    #expect(value(evaluation, "area_error_median_fraction") == 0.5)
    #expect(value(evaluation, "area_right_fraction") == 0)
    #expect(value(evaluation, "gap_bias_mm") == -0.5 && value(evaluation, "gap_right_fraction") == 1)
    #expect(value(evaluation, "brooker_exact") == 0 && value(evaluation, "della_valle_exact") == 1)
    #expect(evaluation.score["rim_thickness_error_mm"]?["n"] == .number("1"))
    #expect(evaluation.score["rim_thickness_error_mm"]?["answered"] == .number("0"))
    #expect(evaluation.score["zonal_accuracy"] == .number("0.000") && evaluation.score["errors"] == .number("1"))
  }

  @Test func outlinesThatAreNotThereAreADiagonalAway() throws {
    let evaluation = try evaluation()
    let diagonal = (24.0 * 24 + 15 * 15).squareRoot()
    #expect(evaluation.cases[2].surface?.mean == diagonal)
    #expect(evaluation.cases[0].lesions[1].surface.hausdorff95 == diagonal)
    #expect(evaluation.cases[1].surface == nil)
    // Lesion 1 of a, 8 x 4 pixels, measured as its left half: 20 and 12 outline pixels. Of the truth's, 10 lie 0 mm away,
    // columns 9 to 11 twice at 0.5, 1 and 1.5 mm, and column 12 four times at 2 mm. Back, the two inner pixels of column 8
    // are 0.5 mm from the rows above and below.
    let surface = evaluation.cases[0].lesions[0].surface
    #expect(abs(surface.mean - (2 * (0.5 + 1 + 1.5) + 4 * 2 + 2 * 0.5) / 32) < 1e-6)
    #expect(abs(surface.hausdorff95 - 2) < 1e-6)
  }

  @Test func groupsHoldTheirOwn() throws {
    let evaluation = try evaluation()
    #expect(evaluation.groups.map(\.name) == ["all", "hip", "knee", "rim", "uniform"])
    #expect(evaluation.groups.map(\.lesions) == [3, 3, 0, 1, 2])
    #expect(value(evaluation, "sensitivity", "rim") == 0 && value(evaluation, "sensitivity", "uniform") == 0.5)
    #expect(value(evaluation, "dice_mean", "uniform") == nil)
    #expect(value(try self.evaluation(masksGiven: true), "dice_mean") == nil)
    #expect(try evaluation == self.evaluation())
  }

  @Test func aMaskOfAnotherSizeCountsAsNothingFound() throws {
    try folder.write(encodePNG8(Plane<UInt8>(width: 4, height: 4, repeating: 1)), to: "results/masks/a.lesions.png")
    let evaluation = try evaluation()
    #expect(evaluation.cases[0].dice == 0 && evaluation.cases[0].falseLesions == 0)
    #expect(evaluation.cases[0].faults.first?.contains("4 x 4 pixels, expected the truth's 48 x 30") == true)
    #expect(evaluation.summary.contains { $0.hasPrefix("counted as nothing found: ") })
  }

  @Test func masksAloneAreTruthToo() throws {
    try folder.write(
      mask([(255, PixelBox(x: 5, y: 5, width: 8, height: 4)), (255, PixelBox(x: 30, y: 20, width: 4, height: 4))]),
      to: "masks/a.lesions.png")
    let results = folder.path("results")
    let error = #expect(throws: EvaluationError.self) {
      try Evaluation(truth: folder.path("masks"), results: results)
    }
    #expect(error?.description.contains("--spacing") == true)
    let evaluation = try Evaluation(
      truth: folder.path("masks"), results: results, spacing: 0.5, bootstrap: Bootstrap(replicates: 10))
    let a = evaluation.cases[0]
    #expect(a.lesions.map(\.found) == [true, false] && a.dice == 0.438 && a.brooker == nil)
    // 4 mm² measured of 8 mm².
    #expect(a.lesions[0].errors.map(\.error) == [-0.5])
    #expect(evaluation.groups.map(\.name) == ["all", "unknown", "lesion"])
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    func fault(_ truth: String, _ results: String) -> String {
      let error = #expect(throws: EvaluationError.self) {
        try Evaluation(truth: folder.path(truth), results: folder.path(results))
      }
      return error?.description ?? ""
    }
    #expect(fault("none", "results").contains("no such folder"))
    #expect(fault("results", "results").contains("holds neither NAME.truth.json"))
    #expect(fault("truth", "truth").contains("holds no images.csv"))
    try folder.write("{\"width\": 4}", to: "broken/x.truth.json")
    #expect(fault("broken", "results").contains("x.truth.json: has no number 'height'"))
  }

  @Test func filesHoldARowPerFigureImageAndLesion() throws {
    let evaluation = try evaluation()
    try evaluation.write(to: folder.path("out"))
    func rows(_ name: String) throws -> Int {
      try DataTable(parsing: folder.read("out/" + name) ?? [], name: name).rows.count
    }
    #expect(try rows("evaluation.csv") == evaluation.groups.reduce(0) { $0 + $1.rows.count })
    #expect(try rows("evaluation_images.csv") == 3)
    #expect(try rows("evaluation_lesions.csv") == 3)
    #expect(try JSONValue(parsing: folder.text("out/evaluation.json"))["score"] == evaluation.score)
  }

  @Test(arguments: [
    (0.8125, 3, 0.812), (0.0005, 3, 0.001), (2.675, 2, 2.67), (0.4375, 3, 0.438), (-0.0625, 3, -0.062), (1, 3, 1),
  ])
  func roundingIsThatOfExactDecimals(_ value: Double, _ places: Int, _ rounded: Double) {
    #expect(roundedDecimal(value, places: places) == rounded)
  }
}
