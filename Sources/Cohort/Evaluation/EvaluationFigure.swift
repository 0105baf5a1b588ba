import RasterKernels
import Statistics

/// One figure of accuracy: what each image adds to it, and what is made of that.
struct EvaluationFigure: Sendable {
  /// What is made of the values of all images.
  enum Combination: Sendable, Equatable {
    case mean
    case quantile(Double)
    /// Quadratic weighted kappa of pairs that ``GradePairs`` codes.
    case kappa(grades: Int)
  }

  /// Its name, with its unit.
  let name: String
  /// Whether it belongs to an image, and so cannot be told for one kind of lesion.
  let ofImages: Bool
  let combination: Combination
  /// The values that an image adds; those of lesions that `takes` refuses are left out.
  let values: @Sendable (_ image: EvaluatedCase, _ takes: (EvaluatedLesion) -> Bool) -> [Double]

  init(image name: String, _ combination: Combination, _ values: @escaping @Sendable (EvaluatedCase) -> [Double]) {
    self.name = name
    self.combination = combination
    ofImages = true
    self.values = { image, _ in values(image) }
  }

  init(lesion name: String, _ combination: Combination, _ value: @escaping @Sendable (EvaluatedLesion) -> Double?) {
    self.name = name
    self.combination = combination
    ofImages = false
    self.values = { image, takes in image.lesions.filter(takes).compactMap(value) }
  }

  /// The figure over `values`; `nil` where there is none.
  func combined(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    return switch combination {
    case .mean: values.reduce(0, +) / Double(values.count)
    case .quantile(let share): quantile(share, of: values)
    case .kappa(let grades): GradePairs(size: grades).kappa(values)
    }
  }
}

/// Pairs of a true and a given grade as single numbers, for figures.
struct GradePairs {
  let size: Int

  /// The pair as a number; a given grade that is none counts as the one farthest from the truth.
  ///
  /// - Returns: `nil` where the true grade is none of `grades`.
  static func code(_ grade: EvaluatedGrade, _ grades: [String]) -> Double? {
    guard let truth = grades.firstIndex(of: grade.truth) else { return nil }
    let farthest = 2 * truth >= grades.count ? 0 : grades.count - 1
    return Double(truth * grades.count + (grades.firstIndex(of: grade.given) ?? farthest))
  }

  /// Quadratic weighted kappa `1 − Σ (i − j)² n_ij/Σ (i − j)² e_ij`; 1 where all is one grade, rightly given.
  func kappa(_ codes: [Double]) -> Double {
    var counts = [Double](repeating: 0, count: size * size)
    for code in codes { counts[Int(code)] += 1 }
    let rows = (0..<size).map { i in (0..<size).reduce(0) { $0 + counts[i * size + $1] } }
    let columns = (0..<size).map { j in (0..<size).reduce(0) { $0 + counts[$1 * size + j] } }
    var observed = 0.0
    var expected = 0.0
    for i in 0..<size {
      for j in 0..<size {
        let weight = Double((i - j) * (i - j))
        observed += weight * counts[i * size + j]
        expected += weight * rows[i] * columns[j] / Double(codes.count)
      }
    }
    return 1 - observed / max(expected, 1e-12)
  }
}
