import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// Names from files stay names: in the page, the tables, the records and at the terminal.
@Suite struct HostileNameTests {
  private static let names = [
    "<img src=x onerror=alert(1)>.png", "</script><script>alert(2)</script>.png", "=cmd|' C calc'!A0.png",
    "@SUM(A1).png",
    "+1+1.png", "-2+3.png", " =1.png", "＝1.png", "a,b;c.png", "quote\"s'.png", "&amp;.png", "\u{202E}gnp.exe.png",
    "zero\u{200B}width.png", "\u{1B}]0;owned\u{7}.png", "line\nbreak.png", "tab\there.png", "c1\u{9B}31m.png",
    "-rf.png",
  ]

  @Test func everyOutputKeepsThemAsText() throws {
    let tool = try Tool()
    let folder = try TemporaryFolder()
    let film = encodePNG8(HostileImages.wave(16, 12))
    try FileManager.default.createDirectory(atPath: folder.path("in"), withIntermediateDirectories: false)
    for name in Self.names {
      // "</script>" would be a folder's name.
      let inside = name.replacing("/", with: "\u{2215}")
      try Data(film).write(to: URL(filePath: folder.path("in/") + inside))
    }
    let result = try tool.run(["measure", folder.path("in"), "--out", folder.path("out")])
    #expect(result.status == 1, "names with control characters fail: \(result.errors)")
    for text in [result.output, result.errors] { expectCalm(text) }
    try expectTables(folder)
    try expectRecords(folder)
    let page = folder.text("out/report.html")
    #expect(page.contains("default-src 'none'"))
    for tag in ["<img src=x", "<script>alert", "http://", "https://"] {
      #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains(tag), "\(tag)")
    }
  }

  @Test func aManifestsTextsStayText() throws {
    let folder = try TemporaryFolder()
    try folder.write(encodePNG8(HostileImages.wave(16, 12)), to: "film.png")
    let notes = ["=1+1", "@x", "<b onclick=1>", "\u{1B}[31mred", "two\nlines", "\u{202E}abc", "\t=1"]
    let rows = notes.enumerated().map { csvLine(["film.png", "id\($0.offset)", $0.element, "nonsense"]) }
    let header = csvLine(["image", "id", "=note", "polarity"])
    try folder.write(header + rows.joined(), to: "list.csv")
    let result = try Tool().run(["measure", folder.path("list.csv"), "--out", folder.path("out")])
    #expect(result.status == 1)
    expectCalm(result.output + result.errors)
    try expectTables(folder)
    try expectRecords(folder)
    let page = folder.text("out/report.html")
    #expect(page.contains("onclick=1") && !page.contains("<b onclick"))
  }

  /// Nothing but printable characters and line ends.
  private func expectCalm(_ text: String) {
    for scalar in text.unicodeScalars {
      let isCalm = scalar == "\n" || (scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
      #expect(isCalm && ![0x202E, 0x200B].contains(scalar.value), "U+\(String(scalar.value, radix: 16)) in \(text)")
      if !isCalm { return }
    }
  }

  private func expectTables(_ folder: TemporaryFolder) throws {
    for name in ["images.csv", "joints.csv", "lesions.csv"] {
      let table = try CSVTable(parsing: try #require(folder.read("out/" + name)))
      #expect(table.separator == ",")
      let width = table.rows.first?.fields.count
      for row in table.rows {
        #expect(row.fields.count == width, "\(name), line \(row.line)")
        for field in row.fields where Double(field) == nil {
          let first = field.unicodeScalars.first { $0 != " " }
          let isFormula = first.map { ["=", "+", "-", "@", "\t", "\r", "＝"].contains($0) } ?? false
          #expect(!isFormula, "\(name): \(field)")
        }
      }
    }
  }

  private func expectRecords(_ folder: TemporaryFolder) throws {
    let lines = folder.text("out/results.ndjson").split(separator: "\n")
    #expect(!lines.isEmpty)
    let validator = SchemaValidator(Record.jsonSchema)
    for line in lines { #expect(validator.faults(of: try JSONValue(parsing: String(line))) == []) }
  }
}
