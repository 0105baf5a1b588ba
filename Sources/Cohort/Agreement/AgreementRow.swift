import Reporting
public import Statistics

/// One number of the agreement: a row of agreement.csv.
public struct AgreementRow: Sendable, Equatable {
  /// The item.
  public let item: String
  /// `grades` or `measurements`.
  public let kind: String
  /// The first reader, or `all`.
  public let readerA: String
  /// The second reader; empty for all.
  public let readerB: String
  /// How many cases it rests on.
  public let cases: Int
  /// Its name.
  public let statistic: String
  /// The grade that it belongs to; empty for all.
  public let grade: String
  /// The value; `nil` where it cannot be told.
  public let value: Double?
  /// Its 95 % interval.
  public let interval: Interval?
  /// Its standard error.
  public let standardError: Double?
  /// How it and its interval are computed.
  public let method: String

  /// The header of agreement.csv.
  public static let header = [
    "item", "kind", "reader_a", "reader_b", "cases", "statistic", "category", "estimate", "lower_95", "upper_95",
    "standard_error", "method",
  ]

  /// The row's cells.
  public var cells: [String] {
    [withoutFormula(item), kind, withoutFormula(readerA), withoutFormula(readerB), String(cases), statistic]
      + [withoutFormula(grade)]
      + [value, interval?.lower, interval?.upper, standardError].map { $0.flatMap { significantDecimals($0) } ?? "" }
      + [method]
  }
}

extension Agreement.Item {
  /// Every number of the item.
  public var rows: [AgreementRow] {
    switch result {
    case .grades(let agreement): agreement.rows(of: name)
    case .measurements(let agreement): agreement.rows(of: name)
    }
  }
}

/// Collects rows of the same item, readers and cases.
private struct RowBuilder {
  let item: String
  let kind: String
  var readerA = "all"
  var readerB = ""
  let cases: Int
  var rows: [AgreementRow] = []

  init(_ item: String, _ kind: String, readers: (String, String) = ("all", ""), cases: Int) {
    self.item = item
    self.kind = kind
    (readerA, readerB) = readers
    self.cases = cases
  }

  mutating func add(_ statistic: String, _ estimate: Estimate?, _ method: String) {
    add(
      statistic, value: estimate?.value, method, interval: estimate?.interval, standardError: estimate?.standardError)
  }

  mutating func add(_ statistic: String, _ values: [Double?], of scale: GradeScale, _ method: String) {
    for (grade, value) in zip(scale.grades, values) { add(statistic, value: value, method, grade: grade) }
  }

  mutating func add(
    _ statistic: String, value: Double?, _ method: String, interval: Interval? = nil, standardError: Double? = nil,
    grade: String = ""
  ) {
    rows.append(
      AgreementRow(
        item: item, kind: kind, readerA: readerA, readerB: readerB, cases: cases, statistic: statistic, grade: grade,
        value: value, interval: interval, standardError: standardError, method: method))
  }
}

extension GradeAgreement {
  fileprivate func rows(of item: String) -> [AgreementRow] {
    var all = RowBuilder(item, "grades", cases: cases)
    all.add("unanimous_fraction", unanimous, "Wilson interval")
    all.add("fleiss_kappa", fleiss, "Fleiss 1971; interval: Gwet 2021, t")
    all.add("fleiss_kappa_of_category", fleissByGrade, of: scale, "Fleiss 1971")
    all.add("specific_agreement", specific, of: scale, "pairs of readers, all")
    return all.rows
      + pairs.flatMap { pair in
        var rows = RowBuilder(item, "grades", readers: (pair.first, pair.second), cases: pair.matrix.total)
        rows.add("agreement_fraction", pair.percentage, "Wilson interval")
        for (weights, estimate) in pair.kappas {
          rows.add(weights.statistic, estimate, "interval: Fleiss, Cohen and Everitt 1969, normal")
        }
        rows.add("specific_agreement", pair.specific, of: scale, "2 n_cc / (n_c. + n_.c)")
        return rows.rows
      }
  }
}

extension KappaWeights {
  /// The name of the kappa with these weights.
  var statistic: String { self == .none ? "cohen_kappa" : "\(rawValue)_weighted_kappa" }
}

extension MeasurementAgreement {
  fileprivate func rows(of item: String) -> [AgreementRow] {
    var all = RowBuilder(item, "measurements", cases: cases)
    all.add("icc_2_1", correlations?.agreement, "two-way random, absolute agreement, single; F interval")
    all.add("icc_3_1", correlations?.consistency, "two-way mixed, consistency, single; F interval")
    all.add("icc_2_k", correlations?.meanAgreement, "two-way random, absolute agreement, mean of readers; F interval")
    all.add("within_subject_sd", withinSubject?.deviation, "chi-squared interval")
    all.add("within_subject_cv", value: withinSubject?.variation, "root mean square")
    all.add("repeatability_coefficient", withinSubject?.repeatability, "1.96 sqrt(2) within-subject SD")
    return all.rows + pairs.flatMap { $0.rows(of: item) }
  }
}

extension MeasurementPair {
  fileprivate func rows(of item: String) -> [AgreementRow] {
    var rows = RowBuilder(item, "measurements", readers: (first, second), cases: firstValues.count)
    rows.add("bias", limits?.bias, "mean of reader_a - reader_b; t interval")
    rows.add("sd_of_differences", value: limits?.deviation, "over n - 1")
    rows.add("lower_limit_of_agreement", limits?.lowerLimit, "bias - 1.96 SD; interval: Bland and Altman 1986, t")
    rows.add("upper_limit_of_agreement", limits?.upperLimit, "bias + 1.96 SD; interval: Bland and Altman 1986, t")
    rows.add("lin_concordance", concordance?.coefficient, "Lin 1989; interval: Fisher's Z, variance of 2000")
    rows.add("pearson_correlation", value: concordance?.pearson, "over n")
    rows.add("bias_correction_factor", value: concordance?.biasCorrection, "lin_concordance / pearson_correlation")
    return rows.rows
  }
}
