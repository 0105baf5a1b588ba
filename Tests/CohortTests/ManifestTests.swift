import Cohort
import Raster
import Reporting
import ReportingTestSupport
import Testing

@Suite struct ManifestTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.png", "b.png", "deep/c.jpg", "m.png"] { try folder.write("x", to: name) }
  }

  private func manifest(_ text: String, allowsOutside: Bool = false) throws -> Manifest {
    try Manifest(parsing: Array(text.utf8), folder: folder.path, allowsOutside: allowsOutside)
  }

  @Test func aRowStatesEverything() throws {
    let read = try manifest(
      """
      image,id,spacing_mm,magnification,polarity,region,patient,lesion_mask,bone_mask,roi
      deep/c.jpg,film 1,0.143,1.20±0.03,bone-dark,hip,P7,m.png,m.png,m.png

      """)
    let task = try #require(read.tasks.first)
    #expect(task.problem == nil)
    #expect(task.id == "film 1")
    #expect(task.spacing == PixelSpacing(x: 0.143, y: 0.143, source: .user))
    #expect(task.magnification == Magnification(factor: 1.2, uncertainty: 0.03))
    #expect(task.polarity == .boneDark)
    #expect(task.region == "hip")
    #expect(task.inputs == ["deep/c.jpg", "m.png", "m.png", "m.png"].map(folder.path))
    #expect(read.passThrough == ["region", "patient"])
    #expect(task.passThrough == [.init("region", .text("hip")), .init("patient", .text("P7"))])
  }

  @Test(arguments: [
    "image;spacing_mm\r\na.png;0.2\r\nb.png;0.3\r\n", "\u{FEFF}image,spacing_mm\na.png,0.2\n\"b.png\",0.3",
  ])
  func spreadsheetsHabitsAreUnderstood(_ text: String) throws {
    let read = try manifest(text)
    #expect(read.tasks.map(\.id) == ["a", "b"])
    #expect(read.tasks.map { $0.spacing?.x } == [0.2, 0.3])
    #expect(read.tasks.allSatisfy { $0.problem == nil })
  }

  @Test(arguments: [
    ("a.png,\"0,143\",", "with a comma"), ("none.png,0.2,", "no such file"), (",0.2,", "'image' is empty"),
    ("a.png,abc,", "expected a number"), ("a.png,-1,", "above 0"), ("a.png,143,", "between 0.001 and 10"),
    ("a.png,0.2,x/y", "cannot name a file"), ("a.png,0.2,.hidden", "cannot name a file"),
    ("a.png,0.2,k,more", "4 fields, expected the header's 3"), ("a.png,0.2", "2 fields, expected the header's 3"),
    ("deep\\c.jpg,0.2,", "write '/' between folders"), ("/etc/passwd,0.2,", "leads out of the manifest's folder"),
    ("a.png,nan,", "expected a number"), ("a.png,1e999,", "expected a number"),
  ])
  func aFaultyRowIsAProblemOfItsOwn(_ row: String, _ fault: String) throws {
    let read = try manifest("image,spacing_mm,id\n\(row)\nb.png,0.3,\n")
    try #require(read.tasks.count == 2)
    #expect(read.tasks[0].problem?.contains(fault) == true, "\(read.tasks[0].problem ?? "none")")
    #expect(read.tasks[1].problem == nil)
    #expect(read.tasks[1].spacing?.x == 0.3)
  }

  @Test func theSecondOfTwoEqualIdsIsAProblem() throws {
    let read = try manifest("image,id\na.png,x\nb.png,x\ndeep/c.jpg,y\n")
    #expect(read.tasks.map { $0.problem == nil } == [true, false, true])
    #expect(read.tasks[1].problem == "line 3: the id 'x' is that of line 2 too: give every row an id of its own")
  }

  @Test func wayOutOfTheFolderMustBeAllowed() throws {
    let outside = try TemporaryFolder()
    let path = try outside.write("x", to: "o.png")
    #expect(try manifest("image\n\(path)\n").tasks[0].problem?.contains("--allow-outside") == true)
    let allowed = try manifest("image\n\(path)\n", allowsOutside: true).tasks[0]
    #expect(allowed.problem == nil)
    #expect(allowed.path == path)
  }

  @Test func aMissingMaskNamesItsColumn() throws {
    let task = try manifest("image,lesion_mask\na.png,gone.png\n").tasks[0]
    #expect(task.problem?.hasPrefix("lesion_mask gone.png: no such file") == true)
  }

  @Test(arguments: [
    ("", "is empty"), ("file,id\na.png,1\n", "the columns 'file', 'id', expected one called 'image'"),
    ("image,id,id\na.png,1,2\n", "the column 'id' twice"), ("image,id\n", "a header but no row"),
    ("image\n\"a.png\n", "opens a quote on line 2"), ("image\n\"a\"b\n", "text after a closing quote on line 2"),
  ])
  func anUnusableManifestSaysWhy(_ text: String, _ fault: String) {
    let error = #expect(throws: TableError.self) { try manifest(text) }
    #expect(error?.description.hasPrefix("the manifest ") == true)
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }

  @Test func otherEncodingsAreNamed() {
    #expect(throws: TableError.unreadable(table: "the manifest", .notText)) {
      try Manifest(parsing: [0x69, 0, 0x6D, 0], folder: ".")
    }
    #expect(throws: TableError.unreadable(table: "the manifest", .notUTF8(line: 2))) {
      try Manifest(parsing: Array("image\n".utf8) + [0xE4], folder: ".")
    }
  }
}
