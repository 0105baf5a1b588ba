public import Reporting

extension Agreement {
  /// The files that ``write(to:files:)`` writes.
  public static let fileNames = ["agreement.csv", "confusion.csv", "missing.csv", "agreement.json", "agreement.html"]

  /// Writes the tables, the JSON document and the page into `folder`, each whole or not at all.
  ///
  /// - Parameter files: the files that were compared.
  public func write(to folder: String, files: [String]) throws(OutputError) {
    try makeFolder(folder)
    let contents = [table, confusionTable, missingTable, json(files: files).indented + "\n", page]
    for (name, text) in zip(Self.fileNames, contents) { try writeFile(text.utf8, to: folder + "/" + name) }
  }
}
