import Reporting

/// A day, as a manifest states it.
package struct FollowUpDate: Sendable, Equatable, Comparable {
  /// The day as `2020-01-31`.
  package let text: String
  /// Days since 1 March of the year 0.
  private let number: Int

  /// Reads `2020-01-31` or `20200131`, with or without a time behind it.
  package init(_ stated: String) throws(FieldError) {
    let trimmed = trimmingSpaces(stated)
    let day = trimmed.prefix { $0 != "T" && $0 != " " }
    let digits = Array(day.utf8).filter { $0 != 0x2D }
    let isPlain = day.utf8.count == 8 && digits.count == 8
    let isDashed = day.utf8.count == 10 && digits.count == 8 && Array(day.utf8)[4] == 0x2D && Array(day.utf8)[7] == 0x2D
    let values = digits.map { Int($0) - 0x30 }
    guard isPlain || isDashed, values.allSatisfy((0...9).contains) else { throw Self.fault(trimmed) }
    let year = values[0..<4].reduce(0) { 10 * $0 + $1 }
    let month = 10 * values[4] + values[5]
    let dayOfMonth = 10 * values[6] + values[7]
    guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(dayOfMonth) else {
      throw Self.fault(trimmed)
    }
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    text = String(repeating: "0", count: 4 - String(year).count) + "\(year)-\(padded(month))-\(padded(dayOfMonth))"
    // March first, so that the leap day is a year's last.
    let shifted = month > 2 ? year : year - 1
    let monthsSinceMarch = (month + 9) % 12
    number =
      365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * monthsSinceMarch + 2) / 5 + dayOfMonth
  }

  private static func fault(_ text: String) -> FieldError {
    FieldError("the date is '\(text)', expected year, month and day: write it as 2020-01-31")
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// The days from this one to `other`.
  package func days(to other: FollowUpDate) -> Int { other.number - number }

  package static func < (a: FollowUpDate, b: FollowUpDate) -> Bool { a.number < b.number }
}
