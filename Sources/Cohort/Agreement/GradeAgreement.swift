public import Statistics

/// How far two readers agree on grades.
public struct GradePair: Sendable, Equatable {
  /// The first reader, whose grades pick the rows of the matrix.
  public let first: String
  /// The second reader.
  public let second: String
  /// How often each pair of grades was given, over the cases that both graded.
  public let matrix: ConfusionMatrix
  /// The share of equal grades.
  public let percentage: Estimate?
  /// Cohen's kappa; weighted ones where the grades have an order.
  public let kappas: [(weights: KappaWeights, estimate: Estimate?)]
  /// The specific agreement on each grade.
  public let specific: [Double?]

  /// The same readers with the same counts; everything else follows from these.
  public static func == (one: Self, other: Self) -> Bool {
    one.first == other.first && one.second == other.second && one.matrix == other.matrix
  }
}

/// How far readers agree on grades.
public struct GradeAgreement: Sendable, Equatable {
  /// The grades.
  public let scale: GradeScale
  /// Every pair of readers that share a case or not, in the readers' order.
  public let pairs: [GradePair]
  /// How many cases all readers graded.
  public let cases: Int
  /// The share of those with the same grade from all.
  public let unanimous: Estimate?
  /// Fleiss' kappa over those.
  public let fleiss: Estimate?
  /// Fleiss' kappa of each grade against all others.
  public let fleissByGrade: [Double?]
  /// The specific agreement on each grade over all readers.
  public let specific: [Double?]

  /// The agreement of `codes`, one list for each of `readers`.
  init(_ codes: [[Int?]], readers: [String], scale: GradeScale) {
    self.scale = scale
    let size = scale.grades.count
    let complete = completePlaces(codes)
    let counts = GradeCounts(values(codes, at: complete), size: size)
    cases = complete.count
    unanimous = proportion(counts.unanimous, of: counts.cases)
    fleiss = fleissKappa(counts)
    fleissByGrade = fleissKappaByGrade(counts)
    specific = specificAgreement(counts)
    pairs = pairsOfPlaces(readers.count).map { a, b in
      let both = values([codes[a], codes[b]], at: completePlaces([codes[a], codes[b]]))
      return GradePair(both, readers[a], readers[b], scale: scale)
    }
  }
}

extension GradePair {
  fileprivate init(_ readings: [[Int]], _ first: String, _ second: String, scale: GradeScale) {
    let size = scale.grades.count
    self.first = first
    self.second = second
    matrix = ConfusionMatrix(readings[0], readings[1], size: size)
    percentage = proportion(matrix.agreed, of: matrix.total)
    let weights = scale.isOrdered ? KappaWeights.allCases : [.none]
    let matrix = matrix
    kappas = weights.map { ($0, cohenKappa(matrix, weights: $0)) }
    specific = specificAgreement(GradeCounts(readings, size: size))
  }
}

/// Every pair of places below `count`, the smaller first.
func pairsOfPlaces(_ count: Int) -> [(Int, Int)] {
  (0..<count).flatMap { a in ((a + 1)..<max(count, a + 1)).map { (a, $0) } }
}
