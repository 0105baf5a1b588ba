import Reporting

/// Readings as grades of a scale: one list for each reader, `nil` where there is none.
func gradeCodes(_ readings: Readings, _ scale: GradeScale) throws(AgreementError) -> [[Int?]] {
  var codes: [[Int?]] = []
  for (reader, cells) in readings.cells.enumerated() {
    var own: [Int?] = []
    own.reserveCapacity(cells.count)
    for cell in cells {
      guard case .text(let text, let line) = cell else {
        own.append(nil)
        continue
      }
      guard let place = scale.place(of: text) else {
        throw .unknownGrade(
          table: readings.tables[reader], line: line, column: readings.columns[reader], value: text,
          grades: scale.grades)
      }
      own.append(place)
    }
    codes.append(own)
  }
  return codes
}

/// Readings as numbers: one list for each reader, `nil` where there is none.
func measurementValues(_ readings: Readings) throws(AgreementError) -> [[Double?]] {
  var values: [[Double?]] = []
  for (reader, cells) in readings.cells.enumerated() {
    var own: [Double?] = []
    own.reserveCapacity(cells.count)
    for cell in cells {
      guard case .text(let text, let line) = cell else {
        own.append(nil)
        continue
      }
      do {
        own.append(try parseDecimal(text))
      } catch {
        throw .table(
          .notANumber(
            table: readings.tables[reader], line: line, column: readings.columns[reader], value: text, error))
      }
    }
    values.append(own)
  }
  return values
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
