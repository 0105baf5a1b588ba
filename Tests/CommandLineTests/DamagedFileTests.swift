import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// Small valid files of every kind, cut and with bits flipped, given to the built program: each ends with an answer,
/// within a second and 64 MiB above what an undamaged one takes.
///
/// The valid files are the seeds of the fuzzing corpus. `FuzzTests` gives the same damage to the parsers alone.
@Suite struct DamagedFileTests {
  private let tool: Tool
  private let folder: TemporaryFolder

  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
  }

  /// Every prefix and many flips in one process: its memory is the largest that any of them took.
  @Test(arguments: ["png", "jpeg", "mask", "worker"]) func damagedRequestsAreAnswered(kind: String) throws {
    let film = base64(encodePNG8(HostileImages.wave(24, 20)))
    func request(_ bytes: [UInt8]) -> String {
      switch kind {
      // A newline would make two requests of one.
      case "worker": String(decoding: bytes.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
      case "mask": "{\"image_base64\":\"\(film)\",\"lesion_mask_base64\":\"\(base64(bytes))\"}"
      default: "{\"image_base64\":\"\(base64(bytes))\"}"
      }
    }
    var generator = SplitMix64(seed: 9)
    var lines: [String] = []
    for seed in try seeds(of: kind) {
      lines += (0..<seed.count).map { request(Array(seed[..<$0])) }
      lines += (0..<40).map { _ in request(flipped(seed, using: &generator)) }
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "requests")
    try folder.write("{\"image_base64\":\"\(film)\"}\n", to: "one")
    let base = try tool.cost(["worker"], input: folder.path("one"), scratch: folder.path("log"))
    let options = ["worker", "--max-pixels", "20000"]
    let cost = try tool.cost(options, input: folder.path("requests"), scratch: folder.path("log"))
    #expect(cost.status == 0)
    let records = try cost.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(records.count == lines.count)
    #expect(records.allSatisfy { ["ok", "error"].contains($0["status"]?.string) })
    #expect(records.allSatisfy { $0["status"]?.string == "ok" || $0["error"]?.string?.isEmpty == false })
    let extra = cost.peakBytes - base.peakBytes
    #expect(extra < Tool.allowance * 64 << 20, "\(extra >> 20) MiB")
  }

  /// Manifests and settings are read once per run, so that some prefixes and flips must do.
  @Test(arguments: ["manifest", "settings"]) func damagedListsAndSettingsEnd(kind: String) throws {
    func cost(_ bytes: [UInt8]) throws -> ToolCost {
      let path = try folder.write(bytes, to: kind == "manifest" ? "list.csv" : "settings.json")
      let arguments = kind == "manifest" ? ["requests", path] : ["worker", "--settings", path]
      return try tool.cost(arguments, scratch: folder.path("log"))
    }
    let base = try cost(Array((kind == "manifest" ? "image\n" : "{}").utf8))
    var generator = SplitMix64(seed: 10)
    for seed in try seeds(of: kind) {
      let cuts = (0..<8).map { Array(seed[..<(seed.count * $0 / 8)]) }
      for damaged in cuts + (0..<8).map({ _ in flipped(seed, using: &generator) }) {
        let run = try cost(damaged)
        #expect([0, 64, 65].contains(run.status), "\(run.status) \(run.text)")
        #expect(run.status == 0 || !run.text.isEmpty)
        #expect(run.peakBytes - base.peakBytes < Tool.allowance * 64 << 20)
        #expect(run.seconds - base.seconds < Double(Tool.allowance))
      }
    }
  }

  private func seeds(of kind: String) throws -> [[UInt8]] {
    let project = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let corpus = project + "/Fuzz/Corpus/" + kind
    let names = try FileManager.default.contentsOfDirectory(atPath: corpus).filter { $0.hasPrefix("seed") }.sorted()
    #expect(names.count >= 3)
    return try names.map { try [UInt8](Data(contentsOf: URL(fileURLWithPath: corpus + "/" + $0))) }
  }

  private func flipped(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var damaged = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      damaged[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    }
    return damaged
  }
}
