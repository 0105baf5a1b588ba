import Reporting
import Statistics

extension Agreement {
  /// The agreement as lines for a terminal.
  public var summary: [String] {
    var lines: [String] = []
    for item in items {
      if !lines.isEmpty { lines.append("") }
      lines += item.summary
    }
    if !passedOver.isEmpty { lines += [""] + passedOver.map { "not compared: \($0)" } }
    return lines
  }
}

extension Agreement.Item {
  fileprivate var summary: [String] {
    var lines = ["\(name): \(lead)"]
    lines += missingWords(most: 8).map { "  " + $0 }
    var last = ("", "")
    for row in rows {
      if (row.readerA, row.readerB) != last {
        last = (row.readerA, row.readerB)
        lines.append("  \(last.1.isEmpty ? "all readers" : "\(last.0) and \(last.1)"), \(row.cases) cases")
        lines += matrixLines(last.0, last.1)
      }
      guard row.value != nil || row.grade.isEmpty else { continue }
      let interval = row.intervalWords.isEmpty ? "" : "  (\(row.intervalWords))"
      lines.append("    \(padded(row.title, 30))\(leftPadded(row.valueWords, 11))\(interval)")
    }
    return lines
  }

  private func matrixLines(_ first: String, _ second: String) -> [String] {
    guard case .grades(let agreement) = result, agreement.scale.grades.count <= 12,
      let pair = agreement.pairs.first(where: { $0.first == first && $0.second == second })
    else { return [] }
    let grades = agreement.scale.grades
    let width = max(5, (grades.map(\.count).max() ?? 0) + 2)
    let header = grades.map { leftPadded($0, width) }.joined()
    return ["    \(padded("", width))\(header)   rows \(first), columns \(second)"]
      + grades.indices.map { i in
        "    \(leftPadded(grades[i], width))"
          + grades.indices.map { leftPadded(String(pair.matrix[i, $0]), width) }.joined()
      }
  }
}

/// `text` with spaces after it, up to `width` characters.
func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

/// `text` with spaces before it, up to `width` characters.
func leftPadded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
