import FoundationEssentials
import FuzzTargets
import Testing

/// Every input that a fuzzer found worth keeping, and every input that once broke a promise.
@Suite struct CorpusTests {
  @Test(arguments: FuzzTarget.allCases) func everyKeptInputKeepsItsPromises(target: FuzzTarget) throws {
    let inputs = corpus(of: target)
    #expect(inputs.count >= 3, "the corpus of \(target) is gone")
    for (name, bytes) in inputs {
      let clock = ContinuousClock.now
      #expect(throws: Never.self, "\(target)/\(name)") { try target.run(bytes) }
      #expect(clock.duration(to: .now) < .seconds(10), "\(target)/\(name)")
    }
  }
}

/// The inputs kept for `target`, by name.
func corpus(of target: FuzzTarget) -> [(name: String, bytes: [UInt8])] {
  var folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  folder += "/Fuzz/Corpus/\(target.rawValue)"
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  return names.sorted().compactMap { name in
    FileManager.default.contents(atPath: folder + "/" + name).map { (name, [UInt8]($0)) }
  }
}
