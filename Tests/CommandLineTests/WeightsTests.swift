import Foundation
import Reporting
import ReportingTestSupport
import Testing

/// A program with other network weights is another version: nothing is taken over from it or joined with it.
@Suite struct WeightsTests {
  private let tool: Tool
  private let films: Films
  private let other: Tool

  /// A copy of the built program with one weight changed.
  init() throws {
    tool = try Tool()
    films = try Films(2)
    let weights = try Data(contentsOf: URL(fileURLWithPath: try #require(inRepository("Sources/CNetwork/weights.bin"))))
    var program = try Data(contentsOf: tool.program)
    let place = try #require(program.range(of: weights), "the program does not hold weights.bin: build it again")
    var changed = [UInt8](weights)
    changed[changed.count / 2] ^= 1
    let sum = Self.checksum(changed.dropLast(4))
    changed.replaceSubrange(changed.count - 4..<changed.count, with: (0..<4).map { UInt8(sum >> (8 * $0) & 0xFF) })
    program.replaceSubrange(place, with: changed)
    // A process of another test that is being started would inherit the descriptor that writes the program, and a
    // program that is being written cannot be run: it is written by a process of its own.
    let path = films.folder.path("other")
    let copied = try tool.runShell(
      #"install -m 755 "$1" "$2""#, [films.folder.write([UInt8](program), to: "bytes"), path])
    try #require(copied.status == 0, "\(copied.errors)")
    other = Tool(path: path)
  }

  @Test func otherWeightsAreMeasuredAgainAndNotJoined() throws {
    let version = try other.run(["--version"]).output
    #expect(version.hasPrefix(Software.release + "+weights.") && version != Software.version + "\n")
    #expect(try tool.run(films.arguments("out")).status == 0)
    #expect(try tool.run(films.arguments("out", "--resume")).errors.contains("0 measured, 2 taken over"))
    let again = try other.run(films.arguments("out", "--resume"))
    #expect(again.status == 0 && again.errors.contains("2 images, 2 measured\n"), "\(again.errors)")
    let run = try JSONValue(parsing: films.folder.text("out/run.json"))
    #expect(run["weights_sha256"]?.string?.count == 64)
    #expect(run["weights_sha256"] != .text(Software.weightsDigest))
    #expect(try tool.run(films.arguments("s1", "--shard", "1/2")).status == 0)
    #expect(try other.run(films.arguments("s2", "--shard", "2/2")).status == 0)
    let merged = try tool.run(
      ["merge", films.folder.path("s1"), films.folder.path("s2"), "--out", films.folder.path("joined")])
    #expect(merged.status == 65)
    #expect(merged.errors.contains("s2: measured by version \(version.dropLast()), this program is version"))
  }

  /// The CRC-32 at the end of a weights file.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}
