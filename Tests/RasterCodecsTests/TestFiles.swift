import FoundationEssentials

extension String {
  /// The text of a file that lies beside the tests.
  init(contentsOfTestFile name: String, testFile: String = #filePath) throws {
    let folder = testFile.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    self = try String(contentsOf: URL(filePath: folder + "/" + name), encoding: .utf8)
  }
}
