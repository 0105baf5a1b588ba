import FoundationEssentials
import FuzzTargets
import Raster
import Testing

/// Small valid inputs of every kind, cut at every byte and with bits flipped: each ends in time.
///
/// The seeds are those inputs of the corpus whose name begins with `seed`.
@Suite struct DamageTests {
  @Test(arguments: FuzzTarget.allCases) func everyPrefixEnds(target: FuzzTarget) throws {
    for (name, bytes) in seeds(of: target) {
      for length in 0...bytes.count { try expectEnd(of: target, Array(bytes[..<length]), "\(name), \(length) bytes") }
    }
  }

  @Test(arguments: FuzzTarget.allCases, [UInt64(1), 2]) func flippedBitsEnd(target: FuzzTarget, seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for (name, bytes) in seeds(of: target) where !bytes.isEmpty {
      for _ in 0..<60 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
          damaged[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
        try expectEnd(of: target, damaged, "\(name), seed \(seed)")
      }
    }
  }

  private func seeds(of target: FuzzTarget) -> [(name: String, bytes: [UInt8])] {
    let seeds = corpus(of: target).filter { $0.name.hasPrefix("seed") && $0.bytes.count <= 1000 }
    #expect(seeds.count >= 3)
    return seeds
  }

  /// A second, or what the sanitizers' bookkeeping makes of it.
  private let allowedSeconds: Double = ProcessInfo.processInfo.environment["OSSIQUANT_SANITIZED"] == nil ? 1 : 16

  /// Runs `bytes` and expects an end within a second of this thread's work.
  private func expectEnd(of target: FuzzTarget, _ bytes: [UInt8], _ what: String) throws {
    let start = threadSeconds()
    #expect(throws: Never.self, "\(target) \(what)") { try target.run(bytes) }
    #expect(threadSeconds() - start < allowedSeconds, "\(target) \(what)")
  }
}
