import Reporting

/// Readings as grades of a scale: one list for each reader, `nil` where there is none.
func gradeCodes(_ readings: Readings, _ scale: GradeScale) throws(AgreementError) -> [[Int?]] {
  try coded(readings) { (text, line, reader) throws(AgreementError) in
    guard let place = scale.place(of: text) else {
      throw .unknownGrade(
        table: readings.tables[reader], line: line, column: readings.columns[reader], value: text,
        grades: scale.grades)
    }
    return place
  }
}

/// Readings as numbers: one list for each reader, `nil` where there is none.
func measurementValues(_ readings: Readings) throws(AgreementError) -> [[Double?]] {
  try coded(readings) { (text, line, reader) throws(AgreementError) in
    do throws(DecimalFault) {
      return try parseDecimal(text)
    } catch {
      throw .table(
        .notANumber(table: readings.tables[reader], line: line, column: readings.columns[reader], value: text, error))
    }
  }
}

/// What `code` makes of each reading's text, line and reader; `nil` where there is no reading.
private func coded<Value>(
  _ readings: Readings, _ code: (String, Int, Int) throws(AgreementError) -> Value
) throws(AgreementError) -> [[Value?]] {
  var lists: [[Value?]] = []
  for (reader, cells) in readings.cells.enumerated() {
    var own: [Value?] = []
    own.reserveCapacity(cells.count)
    for cell in cells {
      if case .text(let text, let line) = cell {
        own.append(try code(text, line, reader))
      } else {
        own.append(nil)
      }
    }
    lists.append(own)
  }
  return lists
}

/// The places at which none of `lists` lacks a value.
func completePlaces<Value>(_ lists: [[Value?]]) -> [Int] {
  guard let first = lists.first else { return [] }
  return first.indices.filter { i in lists.allSatisfy { $0[i] != nil } }
}

/// The values of each list at `places`, where none lacks one.
func values<Value>(_ lists: [[Value?]], at places: [Int]) -> [[Value]] {
  lists.map { list in places.compactMap { list[$0] } }
}
