import Raster
import RasterCodecs
import RasterKernels
import Reporting
import ReportingTestSupport
import Testing

@Suite struct MeasureTests {
  private let tool: Tool
  private let folder: TemporaryFolder
  private let image: String

  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
    image = try folder.write(
      encodePNG8(Plane<UInt8>(width: 32, height: 24, samples: (0..<768).map { UInt8(40 + $0 % 150) })), to: "film.png")
  }

  @Test func oneImageGivesALineAndStatusZero() throws {
    let result = try tool.run(["measure", image, "--spacing", "0.2", "--out", folder.path("out")])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("film: "))
    #expect(result.errors.contains("1 image, 1 measured"))
    #expect(folder.text("out/images.csv").contains("film,\(image),ok,"))
    #expect(try JSONValue(parsing: folder.text("out/run.json"))["schema"] == .text("ossiquant.run/1"))
  }

  @Test func quietPrintsNothing() throws {
    let result = try tool.run(["measure", image, "--quiet"])
    #expect(result.status == 0)
    #expect(result.output.isEmpty && result.errors.isEmpty)
  }

  @Test func statusesTellWhatWentWrong() throws {
    let text = try folder.write("no image", to: "text.png")
    let empty = try folder.write("image\n", to: "empty.csv")
    let cases: [([String], Int32, String)] = [
      ([folder.path("none.png")], 66, "no such file"), ([text], 65, "expected a PNG or JPEG"),
      ([image, text], 1, "2 images, 1 measured, 1 failed"), ([empty], 65, "has a header but no row"),
      ([image, "--frob"], 64, "Unknown option"), ([image, "--jobs", "0"], 64, "expected a number from 1 to 1024"),
      ([image, "--spacing", "0,2"], 64, "with a comma"), ([image, "--out", "/dev/null/x"], 73, "cannot be created"),
      ([image, "--resume"], 64, "give it with --out"), ([folder.path("empty.csv"), image], 64, "stands alone"),
      ([image, text, "--lesion-mask", text], 64, "give one image"),
      ([image, "--settings", folder.path("none.json")], 66, "no such file"),
    ]
    for (arguments, status, message) in cases {
      let result = try tool.run(["measure"] + arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }

  @Test func earlierResultsAreNotOverwrittenUnasked() throws {
    let arguments = ["measure", image, "--out", folder.path("out"), "--no-overlays"]
    #expect(try tool.run(arguments).status == 0)
    let again = try tool.run(arguments)
    #expect(again.status == 73)
    #expect(again.errors.contains("continue them with --resume, replace them with --force"))
    #expect(try tool.run(arguments + ["--resume"]).errors.contains("1 taken over"))
    #expect(try tool.run(arguments + ["--force"]).errors.contains("1 measured"))
  }

  @Test func masksAndSettingsAreTaken() throws {
    var mask = Plane<UInt8>(width: 32, height: 24, repeating: 0)
    for y in 5..<10 { for x in 6..<16 { mask[x, y] = 255 } }
    try folder.write(encodePNG8(mask), to: "mask.png")
    try folder.write(encodePNG8(Plane<UInt8>(width: 4, height: 4, repeating: 1)), to: "small.png")
    try folder.write("{\"scheme\": \"brooker\", \"spacing_mm\": 0.5}", to: "settings.json")
    let given = try tool.run([
      "measure", image, "--lesion-mask", folder.path("mask.png"), "--settings", folder.path("settings.json"), "--out",
      folder.path("out"),
    ])
    #expect(given.status == 0, "\(given.errors)")
    let record = try JSONValue(parsing: folder.text("out/.work/film.json"))
    #expect(record["segmentation"] == .text("given"))
    #expect(record["spacing_mm"] == .number("0.5"))
    #expect(record["settings"]?["scheme"] == .text("brooker"))
    let wrong = try tool.run(["measure", image, "--lesion-mask", folder.path("small.png")])
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("4 x 4 pixels, the radiograph 32 x 24"))
  }

  @Test func schemaAndVersionArePrinted() throws {
    let schema = try tool.run(["schema"])
    #expect(schema.status == 0)
    #expect(try JSONValue(parsing: schema.output) == Record.jsonSchema)
    #expect(try tool.run(["--version"]).output == Software.version + "\n")
    let verbose = try tool.run(["--version", "--verbose"]).output
    #expect(verbose.hasPrefix(Software.version + "\ninstructions: "))
    #expect(verbose.contains("\ngrey values: \(KernelInstructions.best.rawValue) (this machine has baseline"))
  }
}
