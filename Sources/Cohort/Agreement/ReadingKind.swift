import Reporting

/// What readings are taken for.
enum ReadingKind: Equatable {
  case grades(GradeScale)
  case measurements
  /// Too many different texts to be grades.
  case texts(count: Int)

  /// The most different texts without an order that are still taken for grades unasked.
  static let mostTexts = 20
  /// The most different whole numbers that are still taken for grades unasked.
  static let mostWholeNumbers = 10

  /// What the readings are: as the options say, else numbers with a decimal point, with a unit in their name or with
  /// more than ten different values are measurements, and everything else is grades.
  init(of readings: Readings, _ options: AgreementOptions) throws(AgreementError) {
    let names = Set(readings.columns + [readings.name])
    let texts = readings.texts
    if !options.measurements.isDisjoint(with: names) {
      self = .measurements
    } else if let stated = names.sorted().compactMap({ options.categories[$0] }).first {
      self = .grades(try Self.stated(stated))
    } else if options.grades.isDisjoint(with: names), Self.areMeasurements(texts, names) {
      self = .measurements
    } else if let stated = options.categories[""] {
      self = .grades(try Self.stated(stated))
    } else {
      let scale = GradeScale(detecting: texts, name: readings.name)
      let isTooMuch = !scale.isOrdered && scale.grades.count > Self.mostTexts && options.grades.isDisjoint(with: names)
      self = isTooMuch ? .texts(count: scale.grades.count) : .grades(scale)
    }
  }

  private static func stated(_ grades: [String]) throws(AgreementError) -> GradeScale {
    guard grades.count >= 2, Set(grades).count == grades.count else { throw .badGrades(grades) }
    let missing = grades.contains("I+") ? [] : GradeScale.brooker.missing
    return GradeScale(grades, isOrdered: true, source: "as stated", missing: missing)
  }

  private static func areMeasurements(_ texts: [String], _ names: Set<String>) -> Bool {
    let units = ["_mm", "_mm2", "_px", "_fraction", "_degrees"]
    let isNumber = texts.map { text in (try? parseDecimal(text)) != nil || isDecimalComma(text) }
    let numbers = isNumber.count { $0 }
    guard numbers > 0 else { return false }
    if names.contains(where: { name in units.contains { name.hasSuffix($0) } }) { return true }
    guard numbers * 2 > texts.count else { return false }
    if let whole = GradeScale.wholeNumbers(texts) { return whole.count > mostWholeNumbers }
    return zip(texts, isNumber).contains { text, isNumber in isNumber && (text.contains(".") || text.contains(",")) }
  }

  private static func isDecimalComma(_ text: String) -> Bool {
    do { _ = try parseDecimal(text) } catch { if case .comma = error { return true } }
    return false
  }
}
