import Raster
import RasterCodecs
import ReportingTestSupport
import Testing

@Suite struct CompareTests {
  private let tool: Tool
  private let folder: TemporaryFolder

  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
    var plane = Plane<UInt8>(width: 120, height: 110, repeating: 60)
    var bones = Plane<UInt8>(width: 120, height: 110, repeating: 0)
    var lesions = bones
    for y in 0..<110 {
      for x in 0..<120 {
        let isHead = (x - 50) * (x - 50) + (y - 30) * (y - 30) < 324
        let isShaft = y > 30 && x > 40 && x < 58 + y / 12
        if isHead || isShaft {
          plane[x, y] = 200
          bones[x, y] = 1
        } else if (x - 90) * (x - 90) + (y - 60) * (y - 60) < 100 {
          plane[x, y] = 140
          lesions[x, y] = 1
        }
      }
    }
    try folder.write(encodePNG8(plane), to: "film.png")
    try folder.write(encodePNG8(bones), to: "bones.png")
    try folder.write(encodePNG8(lesions), to: "lesions.png")
    try folder.write("no image", to: "text.png")
  }

  private var masks: [String] {
    [
      "--baseline-bone-mask", folder.path("bones.png"), "--baseline-lesion-mask", folder.path("lesions.png"),
      "--follow-up-bone-mask", folder.path("bones.png"), "--follow-up-lesion-mask", folder.path("lesions.png"),
    ]
  }

  @Test func aFilmAgainstItselfIsStable() throws {
    let film = folder.path("film.png")
    let result = try tool.run(["compare", film, film, "--spacing", "0.6", "--out", folder.path("out")] + masks)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("baseline -> follow-up: registered on bone"), "\(result.output)")
    #expect(result.output.contains("lesion 1: stable; area "), "\(result.output)")
    #expect(folder.text("out/changes.csv").contains(",matched,1,1,"))
    #expect(folder.read("out/pictures/baseline__follow-up.png") != nil)
    #expect(folder.read("out/measurements/lesions.csv") != nil)
    let again = try tool.run(["compare", film, film, "--out", folder.path("out")])
    #expect(again.status == 73 && again.errors.contains("replace it with --force"))
    let results = folder.path("out/measurements")
    let byID = try tool.run(["compare", results, results])
    #expect(byID.status == 0 && byID.errors.contains("2 pairs, 2 compared"), "\(byID.errors)")
  }

  @Test func statusesTellWhatWentWrong() throws {
    let film = folder.path("film.png")
    let text = folder.path("text.png")
    let cases: [([String], Int32, String)] = [
      ([film], 64, "give its follow-up too"), ([film, film, film], 64, "give a baseline and a follow-up"),
      ([film, folder.path], 64, "give two of a kind"), ([film, folder.path("none.png")], 66, "no such file"),
      ([folder.path], 66, "give a folder that measure --out wrote"), ([film, text], 65, "was not measured"),
      ([film, film, "--repeatability", "area=3"], 64, "expected one of area_mm2"),
      ([film, film, "--repeatability", folder.path("none.csv")], 66, "no such file"),
    ]
    for (arguments, status, message) in cases {
      let result = try tool.run(["compare"] + arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }

  @Test func perturbationsAreMeasuredAndTold() throws {
    let result = try tool.run([
      "measure", folder.path("film.png"), "--spacing", "0.6", "--bone-mask", folder.path("bones.png"),
      "--lesion-mask", folder.path("lesions.png"), "--perturb", "2", "--out", folder.path("measured"), "--no-overlays",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("film: 2 perturbations; "), "\(result.output)")
    #expect(folder.text("measured/perturbation.csv").contains("film,1,area_mm2,"))
    #expect(try tool.run(["measure", folder.path("film.png"), "--perturb", "1"]).status == 64)
  }
}
