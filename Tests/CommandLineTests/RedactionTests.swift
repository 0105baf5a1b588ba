import Foundation
import Raster
import RasterCodecs
import ReportingTestSupport
import Testing

/// Text burnt into a film is in no picture that `--redact-text` lets out: overlays, the page, follow-up pictures.
@Suite struct RedactionTests {
  private let tool: Tool
  private let folder: TemporaryFolder
  /// Where the text lies on the film.
  private let text = PixelBox(x: 110, y: 345, width: 63, height: 28)
  private let width: Int
  private let height: Int

  /// Two films of a thigh with a name written across soft tissue, one with dark bone.
  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
    let fixture = try #require(inRepository("Fixtures"))
    let decoded = try decodeImage([UInt8](try Data(contentsOf: URL(filePath: fixture + "/phantom-04-thigh-rim.png"))))
    width = decoded.samples.width
    height = decoded.samples.height
    let highest = decoded.samples.samples.max() ?? 1
    var bright = Plane<UInt8>(
      width: width, height: height, samples: decoded.samples.samples.map { UInt8(Int($0) * 255 / Int(highest)) })
    write("DOE", on: &bright)
    let dark = Plane<UInt8>(width: width, height: height, samples: bright.samples.map { 255 - $0 })
    try folder.write(encodePNG8(bright), to: "in/a.png")
    try folder.write(encodePNG8(dark), to: "in/b.png")
    for kind in ["bones", "lesions"] {
      let mask = try Data(contentsOf: URL(filePath: fixture + "/phantom-04-thigh-rim.\(kind).png"))
      try folder.write([UInt8](mask), to: "in/\(kind).png")
    }
    try folder.write(
      """
      image,spacing_mm,polarity,patient,date,bone_mask,lesion_mask
      a.png,0.25,bone-bright,P,2020-01-01,bones.png,lesions.png
      b.png,0.25,bone-dark,P,2021-01-01,bones.png,lesions.png

      """, to: "in/films.csv")
  }

  /// Writes capitals of 5 by 7 dots of four pixels, which is 7 mm high.
  private func write(_ word: String, on film: inout Plane<UInt8>) {
    let shapes: [Character: [String]] = [
      "D": ["####.", "#...#", "#...#", "#...#", "#...#", "#...#", "####."],
      "O": [".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."],
      "E": ["#####", "#....", "#....", "####.", "#....", "#....", "#####"],
    ]
    for (place, letter) in word.enumerated() {
      for (row, dots) in (shapes[letter] ?? []).enumerated() {
        for (column, dot) in dots.enumerated() where dot == "#" {
          for y in 0..<4 {
            for x in 0..<4 { film[text.x + 22 * place + 4 * column + x, text.y + 4 * row + y] = 255 }
          }
        }
      }
    }
  }

  /// The brightest value of a picture of the film where the text lies, and the mean on either side of it.
  ///
  /// - Parameters:
  ///   - left: the column of the picture where the film begins.
  ///   - scale: pixels of the picture per pixel of the film.
  private func shown(_ picture: [UInt8], left: Int = 0, scale: Double) throws -> (text: UInt16, beside: Double) {
    let plane = try decodeImage(picture).samples
    var brightest: UInt16 = 0
    var sum = 0
    var count = 0
    for y in Int(Double(text.y) * scale)..<Int(Double(text.endY) * scale) {
      for x in Int(Double(text.x) * scale)..<Int(Double(text.endX) * scale) {
        brightest = max(brightest, plane[left + x, y])
      }
      for x in Int(Double(text.endX + 16) * scale)..<Int(Double(text.endX + 40) * scale) {
        sum += Int(plane[left + x, y])
        count += 1
      }
    }
    return (brightest, Double(sum) / Double(count))
  }

  @Test func textIsInNoPicture() throws {
    let measured = try tool.run([
      "compare", folder.path("in/films.csv"), "--redact-text", "--out", folder.path("out"),
    ])
    #expect(measured.status == 0, "\(measured.errors)")
    // Results that were measured with that wish keep it, whoever compares them.
    let again = try tool.run([
      "compare", folder.path("out/measurements"), "--images", folder.path("in"), "--out", folder.path("again"),
    ])
    #expect(again.status == 0, "\(again.errors)")
    for name in ["out", "again"] {
      let picture = try #require(folder.read(name + "/pictures/a__b.png"))
      let scale = 1100 / Double(max(width, height))
      for left in [0, Int((Double(width) * scale).rounded()) + 8] {
        let seen = try shown(picture, left: left, scale: scale)
        #expect(seen.text == 0 && seen.beside > 30, "\(name), from column \(left): \(seen)")
      }
    }
    for id in ["a", "b"] {
      let overlay = try #require(folder.read("out/measurements/overlays/\(id).png"))
      let seen = try shown(overlay, scale: Double(try decodeImage(overlay).samples.width) / Double(width))
      #expect(seen.text == 0 && seen.beside > 30, "\(id): \(seen)")
    }
    let page = folder.text("out/measurements/report.html").matches(of: #/id="overlay-\d+">([A-Za-z0-9+\/=]+)</#)
    #expect(page.count == 2)
    for match in page {
      let bytes = try #require(Data(base64Encoded: String(match.output.1)).map { [UInt8]($0) })
      let seen = try shown(bytes, scale: Double(try decodeImage(bytes).samples.width) / Double(width))
      // JPEG's blocks let a little of what lies beside them in.
      #expect(seen.text < 48 && seen.beside > 30, "\(seen)")
    }
  }

  /// The overlays of a run without the wish go, also where the next run draws none.
  @Test func picturesOfAnEarlierRunDoNotStay() throws {
    let films = try Films(1)
    #expect(try tool.run(films.arguments("out", overlays: true)).status == 0)
    #expect(films.folder.read("out/overlays/film-0.png") != nil)
    #expect(try tool.run(films.arguments("out", "--redact-text", "--resume")).status == 0)
    #expect(films.folder.read("out/overlays/film-0.png") == nil)
    #expect(films.folder.read("out/.work/film-0.jpg") == nil)
  }
}
