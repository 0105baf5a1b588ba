public import Statistics

/// How far two readers agree on measurements.
public struct MeasurementPair: Sendable, Equatable {
  /// The first reader.
  public let first: String
  /// The second reader, whose values are taken from the first's.
  public let second: String
  /// The first reader's values of the cases that both measured.
  public let firstValues: [Double]
  /// The second reader's.
  public let secondValues: [Double]
  /// Bias and limits of agreement; `nil` for fewer than two cases.
  public let limits: BlandAltman?
  /// Lin's concordance; `nil` where it cannot be told.
  public let concordance: LinConcordance?
}

/// How far readers agree on measurements.
public struct MeasurementAgreement: Sendable, Equatable {
  /// Every pair of readers, in the readers' order.
  public let pairs: [MeasurementPair]
  /// How many cases all readers measured.
  public let cases: Int
  /// Intraclass correlations over those; `nil` where they cannot be told.
  public let correlations: IntraclassCorrelation?
  /// How far repeated measurements of those lie apart; `nil` without a case.
  public let withinSubject: WithinSubject?

  /// The agreement of `readings`, one list for each of `readers`.
  init(_ readings: [[Double?]], readers: [String]) {
    let complete = completePlaces(readings)
    let table = MeasurementTable(values(readings, at: complete))
    cases = complete.count
    correlations = IntraclassCorrelation(table)
    withinSubject = WithinSubject(table)
    pairs = pairsOfPlaces(readers.count).map { a, b in
      let both = values([readings[a], readings[b]], at: completePlaces([readings[a], readings[b]]))
      return MeasurementPair(
        first: readers[a], second: readers[b], firstValues: both[0], secondValues: both[1],
        limits: BlandAltman(both[0], both[1]), concordance: LinConcordance(both[0], both[1]))
    }
  }
}
