import FoundationEssentials
import Phantom
import Raster
import RasterCodecs
import Testing

/// `Fixtures/` is what `ossiquant phantom` writes; its README has the command.
@Suite struct FixtureTests {
  static let options = PhantomOptions(seed: 7, count: 6)

  private static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Fixtures"
  }()

  private func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: FixtureTests.folder + "/" + name)))
  }

  /// One of them made again: its image, labels and truth are the files' to the byte.
  ///
  /// Another zlib or libjpeg may pack the same pixels otherwise, so where bytes differ the pixels decide.
  @Test func theKneeIsMadeAgain() throws {
    let phantom = makePhantom(4, options: FixtureTests.options)
    let stored = try bytes(phantom.truth.image)
    if stored != phantom.image {
      #expect(try decodeImage(stored).samples == decodeImage(phantom.image).samples, "the fixtures must be made again")
    }
    #expect(try decodeMask(bytes(phantom.name + ".bones.png")).samples == phantom.bones.samples.map(UInt16.init))
    #expect(try decodeMask(bytes(phantom.name + ".lesions.png")).samples == phantom.lesions.samples.map(UInt16.init))
    #expect(try String(decoding: bytes(phantom.name + ".truth.json"), as: UTF8.self) == phantom.truth.jsonText)
  }

  @Test func allOfThemStayUnderThreeMegabytes() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: FixtureTests.folder)
      .filter { $0.hasPrefix("phantom-") }
    let sizes = try names.map { try bytes($0).count }
    #expect(sizes.reduce(0, +) < 3_000_000)
    #expect(names.filter { $0.hasSuffix(".truth.json") }.count == FixtureTests.options.count)
  }

  /// The rows of the manifest are files that decode to the truth's size.
  @Test func everyRowOfTheManifestDecodes() throws {
    let lines = try String(decoding: bytes("manifest.csv"), as: UTF8.self).split(separator: "\n").dropFirst()
    #expect(lines.count == FixtureTests.options.count)
    for line in lines {
      let cells = line.split(separator: ",").map(String.init)
      let image = try decodeImage(bytes(cells[0]))
      let bones = try decodeMask(bytes(cells[1] + ".bones.png"))
      #expect(image.samples.width == bones.width && image.samples.height == bones.height)
    }
  }

  /// The series hands over each file once, and what the writer throws ends it.
  @Test func aSeriesIsHandedOverFileByFile() throws {
    struct DiskFull: Error, Equatable {}
    var names: [String] = []
    let truths = writePhantoms(PhantomOptions(count: 1, spacing: 1)) { (name, _) throws(Never) in names.append(name) }
    let base = "phantom-01-hip-islands"
    #expect(truths.map(\.image) == [base + ".png"])
    #expect(
      names == [
        base + ".png", base + ".lesions.png", base + ".bones.png", base + ".truth.json", "manifest.csv",
        "manifest-masks.csv", "index.json",
      ])
    #expect(throws: DiskFull.self) {
      try writePhantoms(PhantomOptions(count: 0)) { (_, _) throws(DiskFull) in throw DiskFull() }
    }
  }
}
