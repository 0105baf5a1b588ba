/// Measurements of the same cases by the same readers, none missing.
public struct MeasurementTable: Sendable, Equatable {
  /// How many cases there are.
  public let cases: Int
  /// The measurements, one list for each reader, the cases in the same order in each.
  public let readings: [[Double]]

  /// How many readers there are.
  public var readers: Int { readings.count }

  /// Takes the measurements of at least two readers.
  ///
  /// - Precondition: there are at least two lists, all of the same length, and all values are finite.
  public init(_ readings: [[Double]]) {
    precondition(readings.count >= 2, "\(readings.count) readers")
    cases = readings[0].count
    for reader in readings {
      precondition(reader.count == cases, "\(reader.count) readings beside \(cases)")
      precondition(reader.allSatisfy(\.isFinite), "A measurement that is not finite")
    }
    self.readings = readings
  }

  /// The mean of each case's measurements.
  var caseMeans: [Double] { (0..<cases).map { i in mean(readings.map { $0[i] }) } }
}

/// The arithmetic mean; of deviations from the first value, so that large values with small differences keep digits.
func mean(_ values: [Double]) -> Double {
  guard let first = values.first else { return .nan }
  return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
}

/// `Σ (a − ā)(b − b̄)`.
func crossProducts(_ a: [Double], _ b: [Double]) -> Double {
  let (meanA, meanB) = (mean(a), mean(b))
  return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
}
