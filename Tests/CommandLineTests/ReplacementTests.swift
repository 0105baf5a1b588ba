import Foundation
import Glibc
import Reporting
import ReportingTestSupport
import Testing

/// Files and folders that become something else while the program works: what is told is true of what was read.
@Suite struct ReplacementTests {
  private let tool: Tool
  private let films: Films

  init() throws {
    tool = try Tool()
    films = try Films(12)
  }

  private func rows(_ out: String) throws -> [String: [String]] {
    let table = try CSVTable(parsing: films.folder.read(out + "/images.csv") ?? [])
    return Dictionary(table.rows.dropFirst().map { ($0.fields[0], $0.fields) }, uniquingKeysWith: { $1 })
  }

  /// Starts a run, holds it after `lines` images, makes a `change`, and lets it go on to its end.
  private func run(
    _ arguments: [String], heldAfter lines: Int = 1, _ change: () throws -> Void
  ) throws -> (status: Int32, errors: String) {
    let running = try tool.start(arguments)
    for _ in 0..<lines { #expect(running.line() != nil) }
    running.signal(SIGSTOP)
    // Whatever goes wrong here, nothing may be left waiting.
    defer { running.signal(SIGCONT) }
    try change()
    running.signal(SIGCONT)
    return try running.end()
  }

  @Test func imagesThatBecomeSomethingElseHaveTheirRows() throws {
    let other = try #require(films.folder.read("films/film-0.png"))
    let path = { (number: Int) in films.path + "/film-\(number).png" }
    let end = try run(films.arguments("out", "--jobs", "1")) {
      for number in 3..<10 { try films.remove("films/film-\(number).png") }
      try films.folder.write(other, to: "films/film-3.png")
      try films.folder.write(Array(other.prefix(60)), to: "films/film-4.png")
      try films.folder.write([], to: "films/film-5.png")
      try #require(unsafe mkfifo(path(6), 0o600) == 0)
      try FileManager.default.createDirectory(atPath: path(7), withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: path(8), withDestinationPath: "/dev/zero")
      try FileManager.default.createSymbolicLink(atPath: path(9), withDestinationPath: "film-9.png")
    }
    #expect(end.status == 1 && end.errors.contains("12 images, 6 measured, 6 failed"), "\(end.errors)")
    let rows = try rows("out")
    #expect(rows.count == 12)
    let digest = try #require(CSVTable(parsing: films.folder.read("out/images.csv") ?? []).rows.first?.fields)
      .firstIndex(of: "sha256")
    #expect(rows["film-3"]?[try #require(digest)] == sha256(other), "the digest is that of the bytes measured")
    let faults = [
      "film-4": "ends early", "film-5": "empty", "film-6": "no ordinary file", "film-7": "no ordinary file",
      "film-8": "no ordinary file", "film-9": "lead in a circle",
    ]
    for (id, fault) in faults { #expect(rows[id]?[3].contains(fault) == true, "\(id): \(rows[id]?[3] ?? "no row")") }
  }

  @Test func aManifestThatChangesMeanwhileChangesNothing() throws {
    let lines = ["image,spacing_mm"] + (0..<12).map { "film-\($0).png,0.2" }
    let manifest = try films.folder.write(lines.joined(separator: "\n"), to: "films/list.csv")
    let arguments = { (out: String) in
      ["measure", manifest, "--no-overlays", "--jobs", "1", "--out", films.folder.path(out)]
    }
    #expect(try tool.run(arguments("whole")).status == 0)
    let end = try run(arguments("out")) {
      try films.folder.write("image,spacing_mm\nother.png,9\n", to: "films/list.csv")
    }
    #expect(end.status == 0, "\(end.errors)")
    #expect(films.results("out") == films.results("whole"))
  }

  @Test(arguments: ["out", "out/.work", "out/masks"])
  func aFolderOfResultsThatGoesAwayEndsTheRunWithItsReason(_ name: String) throws {
    let end = try run(films.arguments("out", "--jobs", "1")) { try films.remove(name) }
    #expect(end.status == 73 && end.errors.contains("cannot be created (No such file or directory)"), "\(end.errors)")
    #expect(films.folder.read("out/images.csv") == nil && films.folder.read("out/run.json") == nil)
    #expect(try tool.run(films.arguments("out", "--resume")).status == 0)
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("out") == films.results("whole"))
  }

  /// An entry of the journal never vouches for masks of other settings, which a broken run left.
  @Test func picturesOfABrokenRunAreNotTakenOver() throws {
    #expect(try tool.run(films.arguments("out")).status == 0)
    let blocked = "out/overlays/film-3.png"
    try films.folder.write("in the way", to: blocked + "/file")
    let other = try tool.run(films.arguments("out", "--resume", "--spacing", "0.3", overlays: true))
    #expect(other.status == 74 && other.errors.contains("film-3.png: cannot be written"), "\(other.errors)")
    try films.remove(blocked)
    #expect(try tool.run(films.arguments("out", "--resume")).status == 0)
    #expect(try tool.run(films.arguments("whole")).status == 0)
    let (resumed, whole) = (films.results("out"), films.results("whole"))
    #expect(resumed["masks/film-3.lesions.png"] == whole["masks/film-3.lesions.png"])
    #expect(resumed == whole)
  }

  @Test func anImageThatChangesBeforeItIsPerturbedHasNoPerturbations() throws {
    let other = try #require(films.folder.read("films/film-0.png"))
    let end = try run(films.arguments("out", "--jobs", "1", "--perturb", "4"), heldAfter: 12) {
      try films.folder.write(other, to: "films/film-9.png")
    }
    #expect(end.status == 1, "\(end.errors)")
    #expect(end.errors.contains("failed: film-9: the image or a mask changed after it was measured"), "\(end.errors)")
    let table = films.folder.text("out/perturbation_images.csv")
    #expect(table.split(separator: "\n").count == 12 && !table.contains("film-9,"))
    #expect(try rows("out").count == 12)
  }
}
