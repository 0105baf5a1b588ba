/// One line of a CSV table (RFC 4180), with a newline at its end.
public func csvLine(_ cells: [String]) -> String {
  cells.map(csvCell).joined(separator: ",") + "\n"
}

private func csvCell(_ text: String) -> String {
  // A semicolon or a tab may be taken for the separator, a byte order mark for none of the text.
  let special = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09].contains($0) }
  let spaced = text.hasPrefix(" ") || text.hasSuffix(" ") || text.unicodeScalars.first == "\u{FEFF}"
  guard special || spaced else { return text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "\""
}

/// A text from outside as a cell that no spreadsheet takes for a formula.
///
/// A text that starts with `=`, `+`, `-`, `@` (or their wide forms), a tab or a carriage return, spaces before it left
/// aside, gets an apostrophe before it, unless it is a plain number.
public func withoutFormula(_ text: String) -> String {
  let starts: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
  guard let first = text.unicodeScalars.first(where: { $0 != " " }), starts.contains(first) else { return text }
  let plain = text.utf8.allSatisfy {
    ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E || $0 == 0x65
  }
  return plain && Double(text) != nil ? text : "'" + text
}

/// The text that ``withoutFormula(_:)`` was given, where `cell` may come from a table of ours.
public func formulaRestored(_ cell: String) -> String {
  guard cell.hasPrefix("'") else { return cell }
  let text = String(cell.dropFirst())
  return text != cell && withoutFormula(text) == cell ? text : cell
}
