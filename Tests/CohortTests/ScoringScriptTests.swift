import Cohort
import Foundation
import Raster
import RasterCodecs
import RasterTestSupport
import Reporting
import ReportingTestSupport
import Statistics
import Testing

/// The same numbers as the scoring script beside the project, on the same folders.
@Suite struct ScoringScriptTests {
  /// A Python that can run the script: `OSSIQUANT_PYTHON`, or else `python3`.
  private static let python: String? = {
    let program = ProcessInfo.processInfo.environment["OSSIQUANT_PYTHON"] ?? "python3"
    let answer = try? output(of: [program, "-c", "import numpy, scipy, PIL; print(1)"])
    return answer == "1\n" ? program : nil
  }()

  private static func output(of arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    .enabled(if: SharedFolder.isPresent, "\(SharedFolder.absence)"),
    .enabled(if: python != nil, "skipped: no python3 with numpy, scipy and pillow (name one in OSSIQUANT_PYTHON)"))
  func theScoreIsTheScripts() throws {
    let shared = try #require(SharedFolder.path)
    let folder = try TemporaryFolder()
    let names = ["hip_08", "thigh_25", "hip_01"]
    let made = try names.filter { try lay($0, from: shared + "/radiographs/simulated", in: folder) }
    #expect(made.count >= 2)
    try writeTables(made, in: folder)
    let evaluation = try Evaluation(
      truth: folder.path("truth"), results: folder.path("results"), bootstrap: Bootstrap(replicates: 20))
    let arguments = [Self.python ?? "", shared + "/score.py", folder.path("truth"), folder.path("results")]
    _ = try Self.output(of: arguments + ["--json", folder.path("score.json")])
    let script = try JSONValue(parsing: folder.text("score.json"))
    #expect(numbers(evaluation.score) == numbers(try #require(script["summary"])))
    for (image, other) in zip(evaluation.cases, script["cases"]?.elements ?? []) {
      #expect(image.name == other["name"]?.string && image.dice == other["dice"]?.double)
      #expect(Double(image.falseLesions) == other["false_lesions"]?.double)
    }
  }

  /// Puts a truth into the folder, and its masks, moved by a few pixels and with a lesion that is none, as a result.
  private func lay(_ name: String, from source: String, in folder: TemporaryFolder) throws -> Bool {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder.path("truth"), withIntermediateDirectories: true)
    for kind in ["truth.json", "lesions.png", "bones.png"] {
      guard manager.fileExists(atPath: "\(source)/\(name).\(kind)") else { continue }
      try manager.createSymbolicLink(
        atPath: folder.path("truth/\(name).\(kind)"), withDestinationPath: "\(source)/\(name).\(kind)")
    }
    for kind in ["lesions", "bones"] {
      guard let bytes = manager.contents(atPath: "\(source)/\(name).\(kind).png") else { return false }
      let mask = try decodeMask([UInt8](bytes))
      let shift = 4 * mask.width + 7
      var samples = [UInt16](repeating: 0, count: shift) + mask.samples.dropLast(shift)
      if kind == "lesions" { for i in 20..<60 { samples[30 * mask.width + i] = 200 } }
      try folder.write(
        encodePNG16(Plane(width: mask.width, height: mask.height, samples: samples)),
        to: "results/masks/\(name).\(kind).png")
    }
    return true
  }

  private func writeTables(_ names: [String], in folder: TemporaryFolder) throws {
    var images = csvLine(["id", "status", "brooker", "della_valle", "gap_mm"])
    var lesions = csvLine(["id", "lesion_id", "area_mm2", "feret_max_mm", "rim_thickness_mm", "zonal_pattern"])
    for (i, name) in names.dropLast().enumerated() {
      images += csvLine([name + ".png", "ok", ["II", "I+", "0"][i % 3], ["B", "C", ""][i % 3], i == 0 ? "9.25" : ""])
      for label in 1...3 {
        lesions += csvLine([
          name, "\(label)", "\(100 * label + i)", "\(20 + i)", label == 1 ? "" : "1.75",
          ["peripheral", "uniform", "none"][(i + label) % 3],
        ])
      }
    }
    try folder.write(images, to: "results/images.csv")
    try folder.write(lesions, to: "results/lesions.csv")
  }

  /// A document with every number as a number, whatever its digits.
  private func numbers(_ value: JSONValue) -> [String: Double?] {
    var found: [String: Double?] = [:]
    func walk(_ value: JSONValue, _ path: String) {
      if case .object(let members) = value {
        for member in members { walk(member.value, path + "." + member.name) }
      } else {
        found[path] = value.double
      }
    }
    walk(value, "")
    return found
  }
}
