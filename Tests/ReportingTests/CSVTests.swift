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

  @Test(arguments: [
    ("a,b\nc,d\n", ","), ("a;b\r\nc;d\r\n", ";"), ("a\tb\nc\td", "\t"), ("\u{FEFF}a;b\nc;d", ";"),
    ("a,b\rc,d\r", ","), ("sep=;\r\na;b\r\nc;d\r\n", ";"), ("\"a\";\"b\"\nc;d", ";"),
  ])
  func understandsSeparatorsLineEndsAndByteOrderMark(_ text: String, _ separator: Character) throws {
    let table = try CSVTable(parsing: Array(text.utf8))
    #expect(table.separator == separator)
    #expect(table.rows.map(\.fields) == [["a", "b"], ["c", "d"]])
  }

  @Test(arguments: [true, false]) func sixteenBitTextWithAMarkIsRead(lowByteFirst: Bool) throws {
    let units = [0xFEFF] + Array("id\tgröße\r\nα\t1.5\r\n".utf16)
    let bytes = units.flatMap { unit -> [UInt8] in
      let halves = [UInt8(unit >> 8), UInt8(unit & 255)]
      return lowByteFirst ? halves.reversed() : halves
    }
    let table = try CSVTable(parsing: bytes)
    #expect(table.separator == "\t")
    #expect(table.rows.map(\.fields) == [["id", "größe"], ["α", "1.5"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func quotedLineEndsCountOnceInEveryDialect(_ end: String) throws {
    let table = try CSVTable(parsing: Array(["a", "\"x", "y\"", "z"].joined(separator: end).utf8))
    #expect(table.rows.map(\.line) == [1, 2, 4])
    #expect(table.rows[1].fields == ["x\(end)y"])
  }

  @Test func rowsKnowTheirLineAcrossQuotedLineBreaksAndBlankLines() throws {
    let table = try CSVTable(parsing: Array("a\n\"x\ny\"\n\n,\nz\n".utf8))
    #expect(table.rows.map(\.line) == [1, 2, 6])
    #expect(table.rows.map(\.fields) == [["a"], ["x\ny"], ["z"]])
  }

  @Test func namesWhatIsNoTable() {
    #expect(throws: CSVError.openQuote(line: 2)) { try CSVTable(parsing: Array("a\n\"b\nc".utf8)) }
    #expect(throws: CSVError.textAfterQuote(line: 2)) { try CSVTable(parsing: Array("a\n\"b\"c\n".utf8)) }
    #expect(throws: CSVError.notUTF8(line: 3)) { try CSVTable(parsing: Array("a\nb\n".utf8) + [0x61, 0xE9, 0x0A]) }
    #expect(throws: CSVError.tooManyFields(limit: 5)) {
      try CSVTable(parsing: Array("a,b\n,\n,\n".utf8), maximumFields: 5)
    }
    #expect(throws: Never.self) { try CSVTable(parsing: Array("a,b\n,\n,\n".utf8), maximumFields: 6) }
    #expect(throws: CSVError.notText) { try CSVTable(parsing: [0x50, 0x4B, 3, 4, 0, 0]) }
    #expect(throws: CSVError.notText) { try CSVTable(parsing: [0xFF, 0xFE, 0x61]) }
    #expect(throws: CSVError.notText) { try CSVTable(parsing: [0xFF, 0xFE, 0x00, 0xD8]) }
  }

  @Test func anyBytesEndInATableOrAnError() {
    var generator = SplitMix64(seed: 12)
    let alphabet: [UInt8] = Array("a1,;\t\"\n\r =".utf8) + [0, 0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0xC3, 0xA4, 0xD8]
    var read = 0
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...24, using: &generator)
      let bytes = (0..<count).compactMap { _ in alphabet.randomElement(using: &generator) }
      guard let table = try? CSVTable(parsing: bytes) else { continue }
      read += 1
      #expect(table.rows.allSatisfy { row in row.line >= 1 && row.fields.contains { !$0.isEmpty } })
    }
    #expect(read > 100)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+49 30", "'+49 30"), ("-cmd", "'-cmd"), ("\tx", "'\tx"),
    ("-5.2", "-5.2"), ("+3e-2", "+3e-2"), ("plain", "plain"), ("", ""), ("- 5", "'- 5"),
  ])
  func noTextBecomesAFormula(_ text: String, _ cell: String) { #expect(withoutFormula(text) == cell) }
}
