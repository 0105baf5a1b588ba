import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// Names and links that lead elsewhere than they seem to: bytes decide, as for the system.
@Suite struct HostilePathTests {
  private let tool: Tool
  private let folder: TemporaryFolder
  /// A mark that combines with the `/` in front of it, so that Swift takes both for one character.
  private let mark = "\u{301}film"

  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
    try folder.write(encodePNG8(HostileImages.wave(24, 20)), to: "ok.png")
  }

  /// Copies the film to places that are named in bash's words, for Foundation itself cuts paths by characters.
  private func copyFilm(to places: String...) throws {
    for place in places {
      let script = "cd \"$1\" && mkdir -p \"$(dirname \(place))\" && cp ok.png \(place)"
      let made = try tool.runShell(script, [folder.path])
      try #require(made.status == 0, "\(made.errors)")
    }
  }

  private func errors(_ out: String) throws -> [String: String] {
    let rows = try CSVTable(parsing: folder.read(out + "/images.csv") ?? []).rows.dropFirst().map(\.fields)
    return Dictionary(rows.map { ($0[0], $0[3]) }) { first, _ in first }
  }

  @Test func aNameMayBeginWithACombiningMark() throws {
    try copyFilm(to: "in/ok.png", "in/\(mark).png", "in/sub/\(mark).png")
    for (out, input) in [("out", "in"), ("again", "in/*")] {
      let result = try tool.run(["measure", folder.path(input), "--out", folder.path(out)])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try errors(out) == ["ok": "", mark: "", "sub__\(mark)": ""])
      #expect(folder.read("\(out)/masks/\(mark).lesions.png") != nil)
      #expect(folder.files(below: out).keys.allSatisfy { !$0.hasSuffix(".part") })
    }
    #expect(folder.read("out/images.csv") == folder.read("again/images.csv"))
    try folder.write("image\n\(mark).png\nsub/\(mark).png\n", to: "in/list.csv")
    let listed = try tool.run(["measure", folder.path("in/list.csv"), "--out", folder.path("listed")])
    #expect(listed.status == 1, "both rows have one id: \(listed.errors)")
    #expect(try errors("listed")[mark] == "")
    let held = try tool.run(["measure", folder.path("in"), "--out", folder.path("out"), "--resume"])
    #expect(held.status == 0 && held.errors.contains("3 taken over"), "\(held.errors)")
  }

  @Test func anInputBehindACombiningMarkIsNotOverwritten() throws {
    try copyFilm(to: "out/overlays/\(mark).png")
    let result = try tool.run(["measure", folder.path("out/overlays/\(mark).png"), "--out", folder.path("out")])
    #expect(result.status == 73, "\(result.errors)")
    #expect(folder.read("out/overlays/\(mark).png") == folder.read("ok.png"))
  }

  @Test func twoSpellingsOfAFoldersNameAreTwoFolders() throws {
    try copyFilm(to: "\u{E9}/in.png", "e\u{301}/out.png")
    try folder.write("image\nin.png\n../e\u{301}/out.png\n", to: "list")
    #expect(try tool.runShell("mv \"$1/list\" \"$1/\u{E9}/list.csv\"", [folder.path]).status == 0)
    let result = try tool.run(["measure", folder.path("\u{E9}/list.csv"), "--out", folder.path("results")])
    #expect(result.status == 1, "\(result.errors)")
    let errors = try errors("results")
    #expect(errors["in"] == "" && errors["out"]?.contains("leads out of the manifest's folder") == true, "\(errors)")
  }

  @Test func namesThatAreNotUTF8HaveTheirRows() throws {
    try copyFilm(to: "in/ok.png", "in/$'M\\xfcller.png'", "in/$'Gr\\xfcn'/film.png", "in/$'notes\\xfc.txt'")
    let result = try tool.run(["measure", folder.path("in"), "--out", folder.path("out")])
    #expect(result.status == 1, "\(result.errors)")
    let errors = try errors("out")
    #expect(errors.count == 3 && errors["ok"] == "", "\(errors)")
    for id in ["M\u{FFFD}ller", "Gr\u{FFFD}n"] {
      #expect(errors[id]?.contains("the name is not UTF-8") == true, "\(errors)")
    }
  }

  @Test func aCircleOfLinksIsCalledOne() throws {
    try copyFilm(to: "in/ok.png")
    let made = try tool.runShell(
      "cd \"$1/in\" && ln -s b.png a.png && ln -s a.png b.png && ln -s nowhere gone && ln -s l.csv l.csv", [folder.path]
    )
    try #require(made.status == 0)
    try folder.write("image\na.png\n", to: "in/list.csv")
    let (film, loop) = (folder.path("in/ok.png"), folder.path("in/a.png"))
    let runs = [
      ["measure", loop], ["measure", folder.path("in")], ["measure", film, "--lesion-mask", loop],
      ["measure", film, "--settings", loop], ["measure", folder.path("in/list.csv")],
      ["measure", folder.path("in/l.csv")],
    ]
    for arguments in runs {
      let result = try tool.run(arguments)
      #expect([1, 65, 66].contains(result.status), "\(arguments)")
      #expect(result.errors.contains("symbolic links that lead in a circle: mend or remove them"), "\(result.errors)")
    }
    let out = try tool.run(["measure", film, "--out", folder.path("in/gone")])
    #expect(out.status == 73 && out.errors.contains("a link of this name leads nowhere"), "\(out.errors)")
    #expect(try tool.run(["measure", film, "--out", ""]).status == 64)
  }
}
