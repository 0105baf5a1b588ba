import Foundation
import Raster
import Reporting
import ReportingTestSupport
import Testing

@Suite struct ReportPageTests {
  private func page(_ records: [Record]) throws -> String {
    let folder = try TemporaryFolder()
    var page = try ReportPage(folder.path("report.html"), linksOverlays: true)
    for record in records { try page.add(record) }
    try page.endRecords()
    try page.add(picture: [1, 2, 3], at: 0)
    try page.finish(settings: .object([.init("region", .text("<hip>"))]), settingsDigest: "aa")
    return folder.text("report.html")
  }

  @Test func thePageIsSelfContainedAndHasAPolicy() throws {
    let text = try page([Record(Sample.measured()), Record(Sample.failed())])
    let script = try #require(text.split(separator: "<script>").last?.split(separator: "</script>").first)
    #expect(text.contains("default-src 'none'"))
    #expect(text.contains("script-src 'sha256-\(base64(bytes(of: sha256(String(script)))))'"))
    for remote in ["http://", "https://", "src=\"//", "@import", "url("] {
      let allowed = remote == "http://" ? text.replacing("http://www.w3.org/2000/svg", with: "") : text
      #expect(!allowed.contains(remote), "\(remote)")
    }
  }

  @Test func namesFromFilesStayText() throws {
    let text = try page([Record(Sample.failed(id: "</script><img src=x>", error: "<b>&"))])
    #expect(!text.contains("<img src=x>"))
    #expect(!text.contains("<b>&"))
    #expect(text.contains("u003chip&gt;"))
  }

  @Test func theRecordsInThePageAreJSON() throws {
    let text = try page([Record(Sample.measured()), Record(Sample.failed())])
    let marker = "id=\"records\">"
    let start = try #require(text.range(of: marker)).upperBound
    let data = try #require(text[start...].split(separator: "</script>").first)
    let records = try #require(try JSONValue(parsing: String(data)).elements)
    #expect(records.map { $0["id"]?.string } == ["hip", "broken"])
    #expect(records[0]["settings"] == nil)
  }

  @Test func picturesShrinkByAreaMeansAndKeepTheirShape() {
    let plane = Plane<UInt8>(width: 8, height: 4, samples: (0..<32).map { UInt8($0 % 2 == 0 ? 0 : 200) })
    let small = ColourPicture(grey: plane).reduced(toLongerSide: 4)
    #expect(small.width == 4 && small.height == 2)
    #expect((0..<8).allSatisfy { small[$0 % 4, $0 / 4] == (100, 100, 100) })
    #expect(ColourPicture(grey: plane).reduced(toLongerSide: 8) == ColourPicture(grey: plane))
    #expect(Array(small.jpeg(quality: 80).prefix(2)) == [0xFF, 0xD8])
  }

  private func bytes(of hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
  }
}
