extension Record {
  /// What was found, in a line for a reader at a terminal.
  public var summary: String {
    guard succeeded else { return "\(id): failed: \(error ?? "")" }
    return "\(id): " + [lesionText, gapText, gradeText].compactMap(\.self).joined(separator: "; ")
  }

  private var lesionText: String {
    let count = json["lesion_count"].map(tableCell) ?? "0"
    guard count != "0" else { return "no lesion" }
    let noun = count == "1" ? "1 lesion" : "\(count) lesions"
    guard let area = rounded("lesion_area_mm2"), let feret = rounded("largest_lesion_feret_mm") else {
      return noun + " (no pixel spacing, no millimetres)"
    }
    return "\(noun), \(area) mm² in all, longest \(feret) mm"
  }

  private var gapText: String? {
    guard let gap = rounded("gap_mm") else { return nil }
    return "gap \(gap)" + (rounded("gap_uncertainty_mm").map { " ± \($0)" } ?? "") + " mm"
  }

  private var gradeText: String {
    let grades = [
      json["brooker"]?.string.map { "Brooker \($0)" }, json["della_valle"]?.string.map { "Della Valle \($0)" },
    ].compactMap(\.self)
    guard !grades.isEmpty else { return "not graded (\(json["grade_basis"]?.string ?? ""))" }
    return grades.joined(separator: ", ") + (json["borderline"] == .flag(true) ? " (borderline)" : "")
  }

  private func rounded(_ name: String) -> String? { json[name]?.double.flatMap { fixedDecimals($0, places: 1) } }
}

/// `text` with every control character, and every invisible one that turns or hides text, shown as an escape, so that
/// a file's name can neither steer a terminal nor pass for another.
public func terminalSafe(_ text: String) -> String {
  var safe = ""
  for scalar in text.unicodeScalars {
    let steers =
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xE0000...0xE007F:
        true
      default: false
      }
    if steers { safe += "\\u{" + String(scalar.value, radix: 16) + "}" } else { safe.unicodeScalars.append(scalar) }
  }
  return safe
}
