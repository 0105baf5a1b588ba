import Cohort
import Reporting
import ReportingTestSupport
import Statistics
import Testing

@Suite struct AgreementTests {
  private func compare(
    _ texts: [String], _ change: (inout AgreementOptions) -> Void = { _ in }
  ) throws -> Agreement {
    var options = AgreementOptions()
    change(&options)
    let readers = ["a", "b", "c"]
    var tables: [DataTable] = []
    for (text, reader) in zip(texts, readers) {
      tables.append(try DataTable(parsing: Array(text.utf8), name: reader + ".csv"))
    }
    return try Agreement(tables, readers: readers, options: options)
  }

  private func value(_ item: Agreement.Item, _ statistic: String, _ grade: String = "") -> Double? {
    item.rows.first { $0.statistic == statistic && $0.grade == grade }?.value
  }

  @Test func readingsMatchByIdWhateverTheirOrderAndDialect() throws {
    let agreement = try compare([
      "id,brooker,gap_mm\nk1,I,9.5\nk2,II,12\nk3,0,4\n", "id;gap_mm;brooker\r\nk3;5;0\r\nk1;9.5;III\r\nk2;11;II\r\n",
    ])
    #expect(agreement.items.map(\.name) == ["brooker", "gap_mm"])
    guard case .grades(let grades) = agreement.items[0].result, let pair = grades.pairs.first else {
      Issue.record("no grades")
      return
    }
    #expect(grades.scale.grades == ["0", "I", "II", "III", "IV"])
    #expect(pair.matrix[1, 3] == 1 && pair.matrix[2, 2] == 1 && pair.matrix[0, 0] == 1)
    #expect(value(agreement.items[1], "bias") == 0)
    #expect(agreement.items.allSatisfy { $0.missing.isEmpty })
  }

  @Test func missingReadingsAreNamedWithTheirReason() throws {
    let agreement = try compare([
      "id,brooker\nk1,I\nk2,I+\nk3,\nk4,0\n", "id,brooker\nk1,I\nk2,II\nk3,0\nk5,NA\n",
    ])
    let item = agreement.items[0]
    #expect(item.cases == 5)
    #expect(
      item.missing.map { "\($0.reader) \($0.id) \($0.words)" } == [
        "a k2 'I+'", "a k3 empty", "a k5 no row", "b k4 no row", "b k5 'NA'",
      ])
    #expect(item.rows.first { $0.statistic == "cohen_kappa" }?.cases == 1)
    #expect(agreement.missingTable.contains("brooker,a,k2,'I+'\n") || agreement.missingTable.contains("k2,\"'I+'\""))
  }

  @Test func columnsOfOneFileAreReaders() throws {
    let agreement = try compare(["id,x,first,second,third\n1,u,2,2,2\n2,v,0,1,0\n3,w,1,1,1\n"]) {
      $0.columns = [["first", "second", "third"]]
    }
    let item = agreement.items[0]
    #expect(item.readers == ["first", "second", "third"])
    guard case .grades(let grades) = item.result else {
      Issue.record("no grades")
      return
    }
    #expect(grades.scale.grades == ["0", "1", "2"] && grades.scale.isOrdered && grades.pairs.count == 3)
    #expect(abs((value(item, "unanimous_fraction") ?? 0) - 2.0 / 3) < 1e-15)
  }

  @Test func whatAColumnIsFollowsFromItsTextsUnlessStated() throws {
    func isMeasurement(
      _ texts: [String], named name: String = "x", _ change: (inout AgreementOptions) -> Void = { _ in }
    )
      throws -> Bool
    {
      let rows = texts.enumerated().map { "k\($0.offset),\($0.element)" }.joined(separator: "\n")
      let table = "id,\(name)\n\(rows)\n"
      guard case .measurements = try compare([table, table], change).items[0].result else { return false }
      return true
    }
    #expect(try isMeasurement(["1.5", "2", "3"]))
    #expect(try isMeasurement((0..<11).map(String.init)))
    #expect(try !isMeasurement((0..<10).map(String.init)))
    #expect(try isMeasurement(["1", "2"], named: "gap_mm"))
    let asMeasurement = try isMeasurement(["1", "2"]) { $0.measurements = ["x"] }
    let asGrade = try isMeasurement(["1.5", "2.5"]) { $0.grades = ["x"] }
    #expect(asMeasurement && !asGrade)
    #expect(try !isMeasurement(["A", "C"]))
  }

  @Test func aStatedOrderGivesWeightedKappas() throws {
    let table = "id,size\n1,low\n2,high\n3,normal\n"
    let plain = try compare([table, table]).items[0]
    #expect(value(plain, "cohen_kappa") == 1 && plain.rows.allSatisfy { !$0.statistic.contains("weighted") })
    let ordered = try compare([table, table]) { $0.categories["size"] = ["low", "normal", "high"] }.items[0]
    #expect(value(ordered, "quadratic_weighted_kappa") == 1)
  }

  @Test(arguments: [
    ("id,gap_mm\n1,2.5\n2,\"3,5\"\n", "line 3 of a.csv, column 'gap_mm': '3,5' has a comma", "write 3.5"),
    ("id,gap_mm\n1,2.5\n2,about 3\n", "line 3 of a.csv, column 'gap_mm': 'about 3' is no number", "--missing"),
    ("id,gap_mm\n1,2.5\n1,2\n", "the id '1' in the lines 2 and 3", "--id"),
    ("name,gap_mm\n1,2.5\n", "expected one called 'id'", "--id"), ("id,gap\n1,2.5\n", "share no column", "--rename"),
    ("id,gap_mm\n8,2.5\n", "no case was read by two", "written alike"),
    ("id,gap_mm\n,2.5\n", "line 2 of a.csv has no id", "id"),
  ])
  func whatCannotBeComparedSaysWhy(_ text: String, _ fault: String, _ advice: String) {
    let error = #expect(throws: AgreementError.self) { try compare([text, "id,gap_mm\n1,2\n2,3\n"]) }
    let words = error?.description ?? ""
    #expect(words.contains(fault) && words.contains(advice), "\(words)")
  }

  @Test func textsAloneAreNothingToCompare() {
    let rows = (0..<30).map { "k\($0),film \($0),note \($0)" }.joined(separator: "\n")
    let error = #expect(throws: AgreementError.self) { try compare(["id,film,note\n\(rows)\n"]) }
    #expect(error?.description.hasPrefix("nothing to compare: film / note: 60 different texts") == true)
  }

  @Test func aGradeOutsideTheScaleIsRefused() {
    let error = #expect(throws: AgreementError.self) {
      try compare(["id,b\n1,I\n", "id,b\n1,V\n"]) { $0.categories[""] = ["0", "I", "II"] }
    }
    #expect(error?.description.contains("line 2 of b.csv, column 'b': 'V' is none of 0, I, II") == true)
  }

  @Test func manyDifferentTextsAreNoGrades() throws {
    let rows = (0..<30).map { "k\($0),note \($0),\($0 % 3)" }.joined(separator: "\n")
    let agreement = try compare(Array(repeating: "id,note,grade\n\(rows)\n", count: 2))
    #expect(agreement.items.map(\.name) == ["grade"])
    #expect(agreement.passedOver.first?.hasPrefix("note: 30 different texts") == true)
  }

  @Test func severalColumnsCanMakeUpTheId() throws {
    let table = "id,lesion_id,area_mm2\nf,1,10.5\nf,2,20\ng,1,5\n"
    let agreement = try compare([table, table]) { $0.idColumns = ["id", "lesion_id"] }
    #expect(agreement.items[0].cases == 3)
  }

  @Test func theFilesHoldTheSameNumbers() throws {
    let folder = try TemporaryFolder()
    let agreement = try compare([
      "id,brooker,gap_mm\nk1,I,9.5\nk2,II,12\nk3,0,4.25\n", "id,brooker,gap_mm\nk1,I,9\nk2,III,11\nk3,0,5\n",
    ])
    try agreement.write(to: folder.path("out"), files: ["a.csv", "b.csv"])
    #expect(folder.files(below: "out").keys.sorted() == Agreement.fileNames.sorted())
    let table = try DataTable(parsing: folder.read("out/agreement.csv") ?? [], name: "agreement.csv")
    #expect(table.columns == AgreementRow.header)
    let json = try JSONValue(parsing: folder.text("out/agreement.json"))
    let statistics = (json["items"]?.elements ?? []).flatMap { $0["statistics"]?.elements ?? [] }
    #expect(table.rows.count == statistics.count && table.rows.count > 20)
    for (row, statistic) in zip(table.rows, statistics) {
      #expect(row.cells[7] == (statistic["estimate"]?.double != nil ? statistic["estimate"]?.line : ""))
    }
    let page = folder.text("out/agreement.html")
    #expect(page.contains("<svg") && !page.contains("<script") && !page.contains("http:"))
    #expect(folder.text("out/confusion.csv").contains("brooker,a,b,II,III,1\n"))
    #expect(agreement.summary.contains { $0.contains("Cohen's kappa") })
  }
}
