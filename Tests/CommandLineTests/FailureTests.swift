import Foundation
import Glibc
import Reporting
import ReportingTestSupport
import Testing

/// Inputs that cannot be measured: each has its row, the rest is complete.
@Suite struct FailureTests {
  private let tool: Tool
  private let films: Films

  init() throws {
    tool = try Tool()
    films = try Films(2)
  }

  private func rows(_ out: String) throws -> [String: [String]] {
    let table = try CSVTable(parsing: films.folder.read(out + "/images.csv") ?? [])
    return Dictionary(table.rows.dropFirst().map { ($0.fields[0], $0.fields) }, uniquingKeysWith: { $1 })
  }

  @Test func aManifestWithEveryFaultIsMeasuredWhereItCanBe() throws {
    let rows = [
      "image,id,spacing_mm,lesion_mask", "film-0.png,good,0.2,", "gone.png,missing,0.2,", "film-1.png,good,0.2,",
      "film-1.png,comma,\"0,2\",", "film-1.png,a/b,0.2,", "film-1.png,maskless,0.2,nowhere.png", "film-1.png,short",
      "film-1.png,words,wide,", "sub.png,folder,0.2,", "dangling.png,link,0.2,", "film-1.png,last,0.2,",
    ]
    try FileManager.default.createDirectory(atPath: films.path + "/sub.png", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: films.path + "/dangling.png", withDestinationPath: "nothing.png")
    try films.folder.write("\u{FEFF}" + rows.joined(separator: "\r\n") + "\r\n", to: "films/manifest.csv")
    let result = try tool.run([
      "measure", films.path + "/manifest.csv", "--no-overlays", "--out", films.folder.path("out"),
    ])
    #expect(result.status == 1)
    #expect(result.errors.contains("11 images, 2 measured, 9 failed"), "\(result.errors)")
    let table = try CSVTable(parsing: films.folder.read("out/images.csv") ?? []).rows.map(\.fields)
    #expect(table.count == 12)
    let faults = [
      "missing": "gone.png: no such file", "comma": "line 5: the pixel spacing is '0,2', with a comma",
      "a/b": "cannot name a file", "maskless": "lesion_mask nowhere.png: no such file",
      "short": "2 fields, expected the header's 4", "words": "expected a number", "folder": "no ordinary file",
      "link": "dangling.png: no such file",
    ]
    for (id, fault) in faults {
      let error = table.first { $0[0] == id }.map { $0[2] + ": " + $0[3] } ?? "no row"
      #expect(error.hasPrefix("error: ") && error.contains(fault), "\(id): \(error)")
    }
    #expect(table.filter { $0[0] == "good" }.map { $0[2] } == ["ok", "error"])
    #expect(table.first { $0[0] == "last" }?[2] == "ok")
  }

  @Test func aLinkThatLeadsNowhereIsNotPassedOver() throws {
    try FileManager.default.createSymbolicLink(
      atPath: films.path + "/dangling.png", withDestinationPath: "nothing.png")
    let result = try tool.run(films.arguments("out"))
    #expect(result.status == 1)
    #expect(try rows("out")["dangling"]?[3].contains("no such file") == true)
  }

  @Test func aFileWithoutPermissionHasItsRow() throws {
    guard geteuid() != 0 else {
      print("skipped: the superuser may read every file; folders and dangling links are tested instead")
      return
    }
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: films.path + "/film-1.png")
    let result = try tool.run(films.arguments("out"))
    #expect(result.status == 1)
    #expect(try rows("out")["film-1"]?[3].contains("cannot be read (Permission denied)") == true)
  }

  @Test func failFastLeavesTheRestForAResumedRun() throws {
    try films.folder.write("no image", to: "films/a-text.png")
    let result = try tool.run(films.arguments("out", "--fail-fast", "--jobs", "1"))
    #expect(result.status == 1)
    #expect(result.errors.contains("stopped after 1 of 3 images"), "\(result.errors)")
    #expect(try rows("out").keys.sorted() == ["a-text"])
    let whole = try tool.run(films.arguments("out", "--resume", "--quiet"))
    #expect(whole.status == 1 && whole.output.isEmpty)
    #expect(whole.errors.hasPrefix("failed: a-text: "))
    #expect(try rows("out").count == 3)
  }

  @Test func aPatternInQuotesIsSearched() throws {
    try films.folder.write(films.folder.read("films/film-0.png") ?? [], to: "films/deep/down/film-2.png")
    let found = try tool.run(["measure", films.path + "/*", "--no-overlays", "--out", films.folder.path("out")])
    #expect(found.status == 0, "\(found.errors)")
    #expect(try rows("out").keys.sorted() == ["deep__down__film-2", "film-0", "film-1"])
    #expect(try tool.run(["measure", films.path + "/*-1.png"]).output.hasPrefix("film-1: "))
    let none = try tool.run(["measure", films.path + "/x*.png"])
    #expect(none.status == 66 && none.errors.contains("no image fits this pattern"))
  }

  @Test func progressOnATerminalNamesEverything() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
      print("skipped: no `script` to make a terminal")
      return
    }
    let seen = try tool.runShell(
      "script -qec \"'$0' measure '$1' --spacing 0.2 --jobs 1\" /dev/null", [films.path])
    #expect(seen.output.contains("0 of 2, 0 failed, at film-0"))
    #expect(
      seen.output.contains(/1 of 2, [0-9.]+ per second, 0 min [0-9]+ s left, 0 failed, at film-1/), "\(seen.output)")
    #expect(seen.output.contains("2 images, 2 measured"))
  }
}
