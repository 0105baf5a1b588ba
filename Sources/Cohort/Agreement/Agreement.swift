public import Reporting

/// How far readers agree, item by item.
public struct Agreement: Sendable, Equatable {
  /// What was compared of one item.
  public enum Result: Sendable, Equatable {
    /// Grades.
    case grades(GradeAgreement)
    /// Measurements.
    case measurements(MeasurementAgreement)
  }

  /// One item: a column of several files, or several columns of one file.
  public struct Item: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The readers.
    public let readers: [String]
    /// How many cases any reader's file names.
    public let cases: Int
    /// The readings that are not there, reader by reader.
    public let missing: [MissingReading]
    /// The agreement over the readings that are.
    public let result: Result
  }

  /// The items in the order of the columns.
  public let items: [Item]
  /// Columns that were passed over, each with the reason.
  public let passedOver: [String]

  /// Compares the readings in `tables`.
  ///
  /// - Parameters:
  ///   - tables: one or more tables; with several, each is a reader.
  ///   - readers: what the tables' readers are called.
  ///   - options: what is compared.
  public init(_ tables: [DataTable], readers: [String], options: AgreementOptions) throws(AgreementError) {
    var own: [ReaderTable] = []
    for (table, reader) in zip(tables, readers) {
      own.append(try ReaderTable(table, reader: reader, options: options))
    }
    var items: [Item] = []
    var passedOver: [String] = []
    for readings in try matchedReadings(own, options) {
      guard !readings.texts.isEmpty else {
        passedOver.append("\(readings.name): no reading at all")
        continue
      }
      switch try ReadingKind(of: readings, options) {
      case .texts(let count):
        passedOver.append("\(readings.name): \(count) different texts, no grades; take them for grades with --grades")
      case .measurements:
        items.append(try Item(measurements: readings))
      case .grades(let scale):
        items.append(try Item(grades: readings, scale))
      }
    }
    guard !items.isEmpty else { throw .nothingToCompare(passedOver) }
    self.items = items
    self.passedOver = passedOver
  }
}

extension Agreement.Item {
  fileprivate init(measurements readings: Readings) throws(AgreementError) {
    let values = try measurementValues(readings)
    try readings.requireSharedCase(values)
    self.init(readings, .measurements(MeasurementAgreement(values, readers: readings.readers)))
  }

  fileprivate init(grades readings: Readings, _ scale: GradeScale) throws(AgreementError) {
    let readings = readings.withMissing(scale.missing)
    let codes = try gradeCodes(readings, scale)
    try readings.requireSharedCase(codes)
    self.init(readings, .grades(GradeAgreement(codes, readers: readings.readers, scale: scale)))
  }

  private init(_ readings: Readings, _ result: Agreement.Result) {
    name = readings.name
    readers = readings.readers
    cases = readings.ids.count
    missing = readings.missing
    self.result = result
  }
}

extension Readings {
  fileprivate func requireSharedCase<Value>(_ lists: [[Value?]]) throws(AgreementError) {
    let isShared = ids.indices.contains { i in lists.count { $0[i] != nil } >= 2 }
    guard isShared else { throw .noSharedCase(item: name, readers: readers) }
  }
}
