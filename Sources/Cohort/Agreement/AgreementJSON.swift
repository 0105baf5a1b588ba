public import Reporting
import Statistics

extension Agreement {
  /// The name and version of agreement.json's form.
  public static let schema = "ossiquant.agreement/1"

  /// agreement.json: everything that the tables hold, nested.
  ///
  /// - Parameter files: the files that were compared.
  public func json(files: [String]) -> JSONValue {
    .object([
      .init("schema", .text(Self.schema)), .init("software_version", .text(Software.version)),
      .init("files", .list(files.map { .text($0) })), .init("items", .list(items.map(\.json))),
      .init("passed_over", .list(passedOver.map { .text($0) })),
    ])
  }
}

extension Agreement.Item {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .text(name)), .init("readers", .list(readers.map { .text($0) })), .init("cases", .integer(cases)),
      .init(
        "missing",
        .list(
          missing.map {
            .object([
              .init("reader", .text($0.reader)), .init("id", .text($0.id)), .init("reason", .text($0.words)),
            ])
          })),
    ]
    switch result {
    case .measurements: members.append(.init("kind", .text("measurements")))
    case .grades(let agreement):
      members += [
        .init("kind", .text("grades")), .init("categories", .list(agreement.scale.grades.map { .text($0) })),
        .init("ordered", .flag(agreement.scale.isOrdered)), .init("order_from", .text(agreement.scale.source)),
        .init("confusion", .list(agreement.pairs.map(\.json))),
      ]
    }
    members.append(.init("statistics", .list(rows.map(\.json))))
    return .object(members)
  }
}

extension GradePair {
  fileprivate var json: JSONValue {
    let size = matrix.size
    return .object([
      .init("reader_a", .text(first)), .init("reader_b", .text(second)),
      .init(
        "counts", .list((0..<size).map { i in .list((0..<size).map { j in .integer(matrix[i, j]) }) })),
    ])
  }
}

extension AgreementRow {
  fileprivate var json: JSONValue {
    .object([
      .init("reader_a", .text(readerA)), .init("reader_b", .text(readerB)), .init("cases", .integer(cases)),
      .init("statistic", .text(statistic)), .init("category", .text(grade)), .init("estimate", .significant(value)),
      .init("lower_95", .significant(interval?.lower)), .init("upper_95", .significant(interval?.upper)),
      .init("standard_error", .significant(standardError)), .init("method", .text(method)),
    ])
  }
}
