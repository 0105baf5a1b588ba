public import Reporting
import Statistics

extension Evaluation {
  /// The name and version of evaluation.json's form.
  public static let schema = "ossiquant.evaluation/1"

  /// The files that ``write(to:)`` writes.
  public static let fileNames = [
    "evaluation.csv", "evaluation_images.csv", "evaluation_lesions.csv", "evaluation.json",
  ]

  /// evaluation.json: the score and every figure of every group.
  public var json: JSONValue {
    .object([
      .init("schema", .text(Self.schema)), .init("software_version", .text(Software.version)),
      .init("masks_given", .flag(masksGiven)),
      .init(
        "bootstrap",
        .object([
          .init("replicates", .integer(bootstrap.replicates)), .init("seed", .number(String(bootstrap.seed))),
        ])), .init("score", score), .init("groups", .list(groups.map(\.json))),
    ])
  }

  /// Writes the tables and the JSON document into `folder`, each whole or not at all.
  public func write(to folder: String) throws(OutputError) {
    try makeFolder(folder)
    let contents = [table, imageTable, lesionTable, json.indented + "\n"]
    for (name, text) in zip(Self.fileNames, contents) { try writeFile(text.utf8, to: folder + "/" + name) }
  }
}

extension Evaluation.Group {
  fileprivate var json: JSONValue {
    .object([
      .init("group_by", .text(by)), .init("group", .text(name)), .init("images", .integer(images)),
      .init("lesions", .integer(lesions)), .init("figures", .list(rows.map(\.json))),
    ])
  }
}

extension Evaluation.Row {
  fileprivate var json: JSONValue {
    .object([
      .init("figure", .text(figure)), .init("n", .integer(count)), .init("estimate", .significant(value)),
      .init("lower_95", .significant(interval?.lower)), .init("upper_95", .significant(interval?.upper)),
    ])
  }
}
