import Reporting
import ReportingTestSupport
import Testing

@Suite struct FileTests {
  @Test func aFileAppearsWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    do {
      var file = try AtomicFile(folder.path("a.csv"))
      try file.append("half")
    }
    #expect(folder.files().isEmpty)
    try writeFile("old".utf8, to: folder.path("a.csv"))
    try writeFile("new".utf8, to: folder.path("a.csv"))
    #expect(folder.files() == ["a.csv": Array("new".utf8)])
  }

  @Test func aFolderThatIsMissingIsAnErrorOfCreation() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("none/a.csv")
    #expect(throws: OutputError(path: path, step: .create, reason: "No such file or directory")) {
      try writeFile("x".utf8, to: path)
    }
    try folder.write("", to: "file")
    #expect(throws: OutputError.self) { try makeFolder(folder.path("file")) }
    #expect(throws: OutputError.self) { try makeFolder(folder.path("file/below")) }
  }

  @Test func readingNamesWhatIsInTheWay() throws {
    let folder = try TemporaryFolder()
    try folder.write("bytes", to: "file")
    #expect(try readFile(folder.path("file")) == Array("bytes".utf8))
    #expect(throws: InputError.missing(path: folder.path("none"))) { try readFile(folder.path("none")) }
    #expect(throws: InputError.notAFile(path: folder.path)) { try readFile(folder.path) }
    #expect(throws: InputError.notAFile(path: "/dev/null")) { try readFile("/dev/null") }
  }

  @Test func digestsAreThoseOfTheStandard() {
    #expect(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(base64(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw==")
  }
}
