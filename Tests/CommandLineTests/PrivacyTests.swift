import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// What a file tells beside its pixels stays out of every output.
@Suite struct PrivacyTests {
  private static let planted = "PLANTED"

  @Test func textsInFilesReachNoOutput() throws {
    let tool = try Tool()
    let folder = try TemporaryFolder()
    for (name, bytes) in plantedFiles() { try folder.write(bytes, to: "in/" + name) }
    let result = try tool.run(["measure", folder.path("in"), "--out", folder.path("out"), "--spacing", "0.5"])
    #expect(result.status == 1, "the damaged file fails: \(result.errors)")
    for text in [result.output, result.errors] { #expect(!text.contains(Self.planted)) }
    let outputs = folder.files(below: "out")
    #expect(outputs.count > 15)
    for (name, bytes) in outputs {
      #expect(bytes.firstRange(of: Array(Self.planted.utf8)) == nil, "\(name)")
      if name.hasSuffix(".png") { expectPixelsOnly(bytes, name) }
    }
    // The pictures in the page are JPEGs in base64.
    let pictures = folder.text("out/report.html").matches(of: #/id="overlay-\d+">([A-Za-z0-9+\/=]+)</#)
    #expect(pictures.count == plantedFiles().count - 1)
    for picture in pictures {
      let bytes = try #require(Data(base64Encoded: String(picture.output.1)).map { [UInt8]($0) })
      #expect(bytes.firstRange(of: Array(Self.planted.utf8)) == nil)
      #expect(bytes.starts(with: [0xFF, 0xD8]) && bytes.firstRange(of: [0xFF, 0xE1]) == nil)
    }
    let worker = try tool.run(
      ["worker"], input: plantedFiles().map { "{\"image_base64\":\"\(base64($0.bytes))\"}" }.joined(separator: "\n"))
    #expect(!worker.output.contains(Self.planted) && worker.errors.isEmpty)
  }

  /// A PNG that is written holds its size, its pixels, and what was measured of its scale and depth.
  private func expectPixelsOnly(_ png: [UInt8], _ name: String) {
    let types = Set(HostileImages.chunks(of: png).map(\.type))
    #expect(types.isSubset(of: ["IHDR", "IDAT", "IEND", "sBIT", "pHYs"]), "\(name): \(types)")
  }

  private func plantedFiles() -> [(name: String, bytes: [UInt8])] {
    let film = HostileImages.wave(40, 32)
    let text = Array("\(Self.planted) Jane Doe 1950-03-12".utf8)
    let exif = exifWithArtist(text)
    typealias Chunk = HostileImages.Chunk
    var chunks = HostileImages.chunks(of: encodePNG8(film))
    chunks.insert(
      contentsOf: [
        Chunk("tEXt", Array("Author\0".utf8) + text), Chunk("tEXt", text + [0] + text),
        Chunk("iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + text), Chunk("eXIf", exif), Chunk("prVt", text),
        Chunk("sPLT", text.prefix(40) + [0, 8]),
      ], at: 1)
    let png = HostileImages.written(chunks)
    var damaged = png
    damaged[damaged.count - 20] ^= 1
    let segments: [(marker: UInt8, body: [UInt8])] = [
      (0xE1, Array("Exif\0\0".utf8) + exif), (0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + text),
      (0xED, Array("Photoshop 3.0\0".utf8) + text), (0xE2, Array("ICC_PROFILE\0\u{1}\u{1}".utf8) + text), (0xFE, text),
    ]
    var jpeg = encodeJPEG(film, quality: 80)
    for (marker, body) in segments {
      let length = body.count + 2
      jpeg.insert(contentsOf: [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + body, at: 2)
    }
    // Behind the image as well, where some devices append a record.
    return [("a.png", png + text), ("b.jpg", jpeg + text), ("c.png", damaged)]
  }

  /// An EXIF block with ImageDescription (270), Artist (315) and an orientation of 1.
  private func exifWithArtist(_ text: [UInt8]) -> [UInt8] {
    func number(_ value: Int, _ size: Int) -> [UInt8] {
      (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let end = 8 + 2 + 3 * 12 + 4
    var block = Array("II*\0".utf8) + number(8, 4) + number(3, 2)
    block += number(270, 2) + number(2, 2) + number(text.count, 4) + number(end, 4)
    block += number(0x112, 2) + number(3, 2) + number(1, 4) + number(1, 4)
    block += number(315, 2) + number(2, 2) + number(text.count, 4) + number(end, 4)
    return block + number(0, 4) + text
  }
}
