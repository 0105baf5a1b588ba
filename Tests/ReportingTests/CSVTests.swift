import Raster
import RasterTestSupport
import Reporting
import Testing

@Suite struct CSVTests {
  @Test func anyFieldsSurviveWritingAndReading() throws {
    var generator = SplitMix64(seed: 11)
    let alphabet = Array("ab,;\"\n\r\t é=-+@ '")
    for seed in 0..<300 {
      let fields = (0..<4).map { _ in
        String(
          (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator) })
      }
      guard fields.contains(where: { !$0.isEmpty }) else { continue }
      let header = csvLine(["a", "b", "c", "d"])
      let table = try CSVTable(parsing: Array((header + csvLine(fields)).utf8))
      #expect(table.rows.map(\.fields) == [["a", "b", "c", "d"], fields], "round \(seed)")
    }
  }

  @Test(arguments: [("a,b\nc,d\n", ","), ("a;b\r\nc;d\r\n", ";"), ("a\tb\nc\td", "\t"), ("\u{FEFF}a;b\nc;d", ";")])
  func understandsSeparatorsLineEndsAndByteOrderMark(_ text: String, _ separator: Character) throws {
    let table = try CSVTable(parsing: Array(text.utf8))
    #expect(table.separator == separator)
    #expect(table.rows.map(\.fields) == [["a", "b"], ["c", "d"]])
  }

  @Test func rowsKnowTheirLineAcrossQuotedLineBreaksAndBlankLines() throws {
    let table = try CSVTable(parsing: Array("a\n\"x\ny\"\n\n,\nz\n".utf8))
    #expect(table.rows.map(\.line) == [1, 2, 6])
    #expect(table.rows.map(\.fields) == [["a"], ["x\ny"], ["z"]])
  }

  @Test func namesWhatIsNoTable() {
    #expect(throws: CSVError.openQuote(line: 2)) { try CSVTable(parsing: Array("a\n\"b\nc".utf8)) }
    #expect(throws: CSVError.textAfterQuote(line: 2)) { try CSVTable(parsing: Array("a\n\"b\"c\n".utf8)) }
    #expect(throws: CSVError.utf16) { try CSVTable(parsing: [0xFF, 0xFE, 0x61, 0]) }
    #expect(throws: CSVError.notUTF8) { try CSVTable(parsing: [0x61, 0xE9, 0x0A]) }
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+49 30", "'+49 30"), ("-cmd", "'-cmd"), ("\tx", "'\tx"),
    ("-5.2", "-5.2"), ("+3e-2", "+3e-2"), ("plain", "plain"), ("", ""), ("- 5", "'- 5"),
  ])
  func noTextBecomesAFormula(_ text: String, _ cell: String) { #expect(withoutFormula(text) == cell) }
}
