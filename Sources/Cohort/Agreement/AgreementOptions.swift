/// What readings are compared, and how they are read.
public struct AgreementOptions: Sendable, Equatable {
  /// The columns that together name a case.
  public var idColumns = ["id"]
  /// The columns to compare: of several files those of each list, of one file the readers of each list.
  ///
  /// Where it is empty, of several files all columns that they share, of one file all its columns.
  public var columns: [[String]] = []
  /// Columns to be taken for grades, whatever stands in them.
  public var grades: Set<String> = []
  /// Columns to be taken for measurements, whatever stands in them.
  public var measurements: Set<String> = []
  /// Grades in their order, for the column of this name; the empty name is for all columns of grades.
  public var categories: [String: [String]] = [:]
  /// Texts that count as a missing reading, besides the empty cell, `NA`, `N/A`, `NaN` and `null`.
  public var missing: Set<String> = []
  /// New names for columns, by the old ones.
  public var renamed: [String: String] = [:]

  /// Columns and order are found out from the tables.
  public init() {}

  /// Whether `text` says that there is no reading.
  func isMissing(_ text: String) -> Bool {
    text.isEmpty || ["na", "n/a", "nan", "null"].contains(text.lowercased()) || missing.contains(text)
  }
}
