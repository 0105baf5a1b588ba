import Reporting
import Statistics

extension AgreementRow {
  /// What the number is called on a terminal and on a page.
  var title: String {
    let name = Self.titles[statistic] ?? statistic
    return grade.isEmpty ? name : "\(name) \(grade)"
  }

  /// The value, to be read.
  var valueWords: String { value.map { Self.words($0, statistic) } ?? "not defined" }

  /// The interval, to be read; empty where there is none.
  var intervalWords: String {
    interval.map { "\(Self.words($0.lower, statistic)) to \(Self.words($0.upper, statistic))" } ?? ""
  }

  private static let titles = [
    "unanimous_fraction": "all readers alike", "fleiss_kappa": "Fleiss' kappa",
    "fleiss_kappa_of_category": "Fleiss' kappa of", "specific_agreement": "agreement on",
    "agreement_fraction": "alike", "cohen_kappa": "Cohen's kappa", "linear_weighted_kappa": "kappa, linear weights",
    "quadratic_weighted_kappa": "kappa, quadratic weights", "icc_2_1": "ICC(2,1)", "icc_3_1": "ICC(3,1)",
    "icc_2_k": "ICC(2,k)", "within_subject_sd": "within-subject SD", "within_subject_cv": "coefficient of variation",
    "repeatability_coefficient": "repeatability coefficient", "bias": "bias", "sd_of_differences": "SD of differences",
    "lower_limit_of_agreement": "lower limit of agreement", "upper_limit_of_agreement": "upper limit of agreement",
    "lin_concordance": "Lin's concordance", "pearson_correlation": "Pearson's correlation",
    "bias_correction_factor": "bias correction factor",
  ]

  private static let shares: Set<String> = [
    "unanimous_fraction", "specific_agreement", "agreement_fraction", "within_subject_cv",
  ]

  private static let lengths: Set<String> = [
    "within_subject_sd", "repeatability_coefficient", "bias", "sd_of_differences", "lower_limit_of_agreement",
    "upper_limit_of_agreement",
  ]

  private static func words(_ value: Double, _ statistic: String) -> String {
    if shares.contains(statistic) { return (fixedDecimals(value * 100, places: 1) ?? "?") + " %" }
    if lengths.contains(statistic) { return significantDecimals(value, digits: 4) ?? "?" }
    return fixedDecimals(value, places: 3) ?? "?"
  }
}

extension Agreement.Item {
  /// What was compared, over how many cases, in a sentence.
  var lead: String {
    let number = "\(readers.count) readers, \(cases) case\(cases == 1 ? "" : "s")"
    switch result {
    case .measurements(let agreement): return "measurements, \(number), \(agreement.cases) read by all"
    case .grades(let agreement):
      let sign = agreement.scale.isOrdered ? " < " : ", "
      return "grades \(agreement.scale.grades.joined(separator: sign)) (\(agreement.scale.source)), \(number),"
        + " \(agreement.cases) read by all"
    }
  }

  /// The missing readings of each reader, with at most `most` ids each; empty where none is missing.
  func missingWords(most: Int) -> [String] {
    readers.compactMap { reader in
      let own = missing.filter { $0.reader == reader }
      guard !own.isEmpty else { return nil }
      let shown = own.prefix(most).map { "\($0.id) (\($0.words))" }.joined(separator: ", ")
      return "\(reader): \(own.count) missing: \(shown)" + (own.count > most ? ", \(own.count - most) more" : "")
    }
  }
}
