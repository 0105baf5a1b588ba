public import Reporting

/// Compares planned pairs and writes what came of them.
public struct FollowUpComparison: Sendable {
  /// What is compared.
  public let plan: FollowUpPlan
  /// How much must differ before a change is stated.
  public let thresholds: ChangeThresholds
  /// Where results go; `nil` writes nothing.
  public let folder: String?
  /// Whether pictures show no text; a film that was measured with that wish never shows any that is found.
  public let redactsText: Bool

  /// A comparison of `plan`.
  public init(plan: FollowUpPlan, thresholds: ChangeThresholds, folder: String?, redactsText: Bool = false) {
    self.plan = plan
    self.redactsText = redactsText
    self.thresholds = thresholds
    self.folder = folder.map { OutputLayout(folder: $0).folder }
  }

  /// The table of lesions in `folder`.
  public static func changes(in folder: String) -> String { OutputLayout(folder: folder).folder + "/changes.csv" }

  /// Compares every pair, `jobs` at a time, and writes changes.csv, comparisons.csv and a picture of each pair.
  ///
  /// - Returns: the pairs in the plan's order.
  public func run(jobs: Int) async throws(OutputError) -> [Comparison] {
    if let folder {
      try makeFolder(folder)
      try makeFolder(folder + "/pictures")
    }
    let results = await inOrder(plan.pairs, jobs: jobs) { pair -> Result<Comparison, OutputError> in
      Result { () throws(OutputError) in try compare(pair) }
    }
    var comparisons: [Comparison] = []
    for result in results { comparisons.append(try result.get()) }
    if let folder { try write(comparisons, to: folder) }
    return comparisons
  }

  /// Compares two films and files their picture, which is not kept in memory.
  private func compare(_ pair: FollowUpPair) throws(OutputError) -> Comparison {
    let comparison = Comparison(
      pair, thresholds: thresholds, drawsPicture: folder != nil, redactsText: redactsText)
    guard let folder else { return comparison }
    let path = folder + "/pictures/" + comparison.name + ".png"
    if let picture = comparison.picture { try writeFile(picture, to: path) } else { removeFile(path) }
    return comparison.withoutPicture
  }

  private func write(_ comparisons: [Comparison], to folder: String) throws(OutputError) {
    var changes = try AtomicFile(Self.changes(in: folder))
    var pairs = try AtomicFile(folder + "/comparisons.csv")
    try changes.append(csvLine(ChangeTable.header))
    try pairs.append(csvLine(ComparisonTable.header))
    for comparison in comparisons {
      for row in ChangeTable.rows(comparison) { try changes.append(csvLine(row)) }
      try pairs.append(csvLine(ComparisonTable.row(comparison)))
    }
    try changes.commit()
    try pairs.commit()
  }
}
