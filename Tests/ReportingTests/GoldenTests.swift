import Reporting
import ReportingTestSupport
import Testing

/// The written form of a record, byte for byte.
@Suite struct GoldenTests {
  private let records = [
    Record(Sample.measured(passThrough: [.init("ward", .text("=3;4"))])), Record(Sample.failed()),
  ]

  @Test func tables() throws {
    var images = csvLine(Record.imageHeader(passThrough: ["ward"]))
    var joints = csvLine(Record.jointHeader)
    var lesions = csvLine(Record.lesionHeader)
    for record in records {
      images += csvLine(record.imageRow(passThrough: ["ward"]))
      for row in record.jointRows { joints += csvLine(row) }
      for row in record.lesionRows { lesions += csvLine(row) }
    }
    try expectGolden(images, "images.csv")
    try expectGolden(joints, "joints.csv")
    try expectGolden(lesions, "lesions.csv")
  }

  @Test func recordAndSchema() throws {
    try expectGolden(records.map { $0.json.indented + "\n" }.joined(), "records.json")
    try expectGolden(Record.jsonSchema.indented + "\n", "schema.json")
  }
}
