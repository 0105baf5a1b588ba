import Cohort
import Foundation
import Glibc
import Reporting
import ReportingTestSupport
import Testing

@Suite struct FindImagesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func foldersAreReadToTheBottomInTheOrderOfTheirPaths() throws {
    for name in ["b.PNG", "a/z.jpg", "a/b/c.jpeg", "notes.txt", ".hidden.png", ".git/x.png", "a.lesions.png"] {
      try folder.write("x", to: name)
    }
    let found = try FoundImages([folder.path])
    #expect(found.tasks.map(\.image) == ["a/b/c.jpeg", "a/z.jpg", "b.PNG"])
    #expect(found.tasks.map(\.id) == ["a__b__c", "a__z", "b"])
    #expect(found.tasks.first?.path == folder.path("a/b/c.jpeg"))
    #expect(found.skippedMasks == 1)
  }

  @Test func resultsInsideAFolderAreNotRead() throws {
    try folder.write("x", to: "a.png")
    try folder.write("{}", to: "results/run.json")
    try folder.write("x", to: "results/overlays/a.png")
    try folder.write("x", to: "cut/.work/a.json")
    try folder.write("x", to: "cut/overlays/a.png")
    #expect(try FoundImages([folder.path]).tasks.map(\.image) == ["a.png"])
  }

  @Test func circlesOfLinksEndAndWhatIsNoFileIsListed() throws {
    try folder.write("x", to: "in/a.png")
    try FileManager.default.createSymbolicLink(atPath: folder.path("in/up"), withDestinationPath: folder.path)
    try FileManager.default.createSymbolicLink(atPath: folder.path("in/round.png"), withDestinationPath: "round.png")
    for name in ["in/pipe.png", "in/pipe", "in/pipe.bones.png"] {
      let made = unsafe mkfifo(folder.path(name), 0o600)
      try #require(made == 0)
    }
    let found = try FoundImages([folder.path])
    #expect(found.tasks.map(\.image) == ["in/a.png", "in/pipe.png", "in/round.png"])
    #expect(found.skippedMasks == 1)
    #expect(throws: InputSearchError.input(.notAFile(path: folder.path("in/pipe.png")))) {
      try FoundImages([folder.path("in/pipe.png")])
    }
  }

  @Test func equalNamesKeepTheirExtensionAndThenOnlyTheFirstIsMeasured() throws {
    for name in ["one/a.png", "one/a.jpg", "two/a.png"] { try folder.write("x", to: name) }
    #expect(try FoundImages([folder.path("one")]).tasks.map(\.id) == ["a.jpg", "a.png"])
    let both = try FoundImages([folder.path("one"), folder.path("two")]).tasks
    #expect(both.map(\.id) == ["a.jpg", "a.png", "a.png"])
    #expect(both.map { $0.problem == nil } == [true, true, false])
  }

  @Test func nothingToMeasureIsAnError() throws {
    #expect(throws: InputSearchError.noImages(path: folder.path)) { try FoundImages([folder.path]) }
    #expect(throws: InputSearchError.input(.missing(path: folder.path("none")))) {
      try FoundImages([folder.path("none")])
    }
  }
}
