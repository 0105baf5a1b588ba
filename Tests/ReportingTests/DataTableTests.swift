import Reporting
import Testing

@Suite struct DataTableTests {
  private func table(_ text: String) throws -> DataTable { try DataTable(parsing: Array(text.utf8), name: "a.csv") }

  @Test func cellsStandUnderTheirColumns() throws {
    let read = try table(" id ;gap_mm\r\nk1; 9.5 \r\nk2;\r\n")
    #expect(read.columns == ["id", "gap_mm"])
    let place = try #require(read.place(of: "gap_mm"))
    #expect(try read.rows.map { try read.number($0, place) } == [9.5, nil])
    #expect(read.rows.map(\.line) == [2, 3])
    #expect(read.place(of: "gap") == nil)
    try read.requireWholeRows()
  }

  @Test(arguments: [
    ("12,5", "has a comma, expected a number with a decimal point: write 12.5"),
    ("1,234.5", "leave out the thousands'"),
    ("1,2,3", "leave out the thousands'"), ("ca. 3", "is no number"), ("a,b", "is no number"), ("nan", "is no number"),
    ("0x10", "is no number"), ("1e999", "is no number"),
  ])
  func aNumberThatCannotBeReadNamesRowColumnAndValue(_ value: String, _ fault: String) throws {
    let read = try table("id\tgap_mm\nk1\t1\nk2\t\(value)\n")
    let error = #expect(throws: TableError.self) { try read.number(read.rows[1], 1) }
    let text = try #require(error).description
    #expect(text.hasPrefix("line 3 of a.csv, column 'gap_mm': '\(value)' "), "\(text)")
    #expect(text.contains(fault), "\(text)")
  }

  @Test(arguments: ["=1+1", "-film", "@x", "+49 30", "'quoted'", "'", "it's", "-5.2", "plain"])
  func aTextOfOurTablesIsReadAsItWas(_ text: String) throws {
    let read = try table(csvLine(["id"]) + csvLine([withoutFormula(text)]))
    #expect(read.rows.map(\.cells) == [[text]])
  }

  @Test func raggedRowsAreKeptWithTheirFault() throws {
    let read = try table("id,gap_mm\nk1,9,5\nk2\nk3,1,\n")
    #expect(read.rows.map { $0.fault == nil } == [false, false, true])
    let error = #expect(throws: TableError.self) { try read.requireWholeRows() }
    #expect(error?.description.hasPrefix("line 2 of a.csv: 3 fields, expected the header's 2: put quotes") == true)
  }

  @Test(arguments: [
    ("", "a.csv is empty"), ("id,id\n1,2\n", "a.csv has the column 'id' twice"),
    ("\"id\n1", "a.csv opens a quote on line 1"),
  ])
  func anUnusableTableSaysWhy(_ text: String, _ fault: String) {
    let error = #expect(throws: TableError.self) { try table(text) }
    #expect(error?.description.hasPrefix(fault) == true)
  }

  @Test func aMissingColumnOrRowIsNamed() throws {
    let read = try table("id,b\n")
    #expect(throws: TableError.noRows(table: "a.csv")) { try read.requireWholeRows() }
    let error = #expect(throws: TableError.self) { try read.place(of: "key", advice: "name it with --id") }
    #expect(error?.description == "a.csv has the columns 'id', 'b', expected one called 'key': name it with --id")
  }
}
