import Reporting
import Statistics

extension Evaluation {
  /// The evaluation as lines for a terminal.
  public var summary: [String] {
    let missing = cases.filter { $0.status == "missing" }
    let failed = cases.count { $0.status != "ok" } - missing.count
    var lines = ["\(cases.count) images with known truth, \(failed) failed, \(missing.count) without a result"]
    if !missing.isEmpty {
      let names = missing.prefix(10).map(\.name).joined(separator: ", ")
      let rest = missing.count > 10 ? ", \(missing.count - 10) more" : ""
      lines.append("without a result, counted as nothing found: \(names)\(rest)")
    }
    lines += cases.flatMap(\.faults).map { "counted as nothing found: \($0)" }
    guard let all = groups.first else { return lines }
    lines += ["", padded("figure", 38) + leftPadded("value", 10) + "   95 % interval        n"]
    for row in all.rows {
      let interval = row.interval.map { "\(words($0.lower)) to \(words($0.upper))" } ?? ""
      lines.append(
        padded(row.figure, 38) + leftPadded(words(row.value), 10) + "   " + padded(interval, 18)
          + leftPadded(
            String(row.count), 4))
    }
    lines += table(of: "region", ["sensitivity", "false_lesions_per_image", "dice_mean", "area_error_median_fraction"])
    lines += table(
      of: "kind", ["sensitivity", "lesion_dice_mean", "area_error_median_fraction", "zonal_right_fraction"])
    return lines
  }

  private func table(of kind: String, _ figures: [String]) -> [String] {
    let own = groups.filter { $0.by == kind }
    let told = figures.filter { name in own.contains { $0.rows.contains { $0.figure == name } } }
    guard !own.isEmpty, !told.isEmpty else { return [] }
    let width = told.map { max($0.count, 10) + 2 }
    var lines = [
      "",
      padded("per \(kind)", 16) + leftPadded("images", 7) + leftPadded("lesions", 9)
        + zip(told, width).map { leftPadded($0, $1) }.joined(),
    ]
    for group in own {
      let cells = zip(told, width).map { name, width in
        leftPadded(group.rows.first { $0.figure == name }.map { words($0.value) } ?? "–", width)
      }
      lines.append(
        padded(group.name, 16) + leftPadded(String(group.images), 7) + leftPadded(String(group.lesions), 9)
          + cells.joined())
    }
    return lines
  }
}

private func words(_ value: Double) -> String { fixedDecimals(value, places: 3) ?? "?" }
