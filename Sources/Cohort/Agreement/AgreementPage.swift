import Reporting
import Statistics

extension Agreement {
  /// agreement.html: every number, with the plots, in one page without any request.
  public var page: String {
    staticPage(
      title: "Agreement of readers",
      lead: "Computed by Ossiquant \(Software.version). Intervals hold with 95 % confidence.",
      body: items.map(\.section).joined(separator: "\n")
        + (passedOver.isEmpty
          ? "" : "<h2>Not compared</h2>\n<ul>\(passedOver.map { "<li>\(escapedHTML($0))</li>" }.joined())</ul>"))
  }
}

extension Agreement.Item {
  fileprivate var section: String {
    var parts = ["<h2>\(escapedHTML(name))</h2>", "<p>\(escapedHTML(lead)).</p>"]
    let missing = missingWords(most: 40)
    if !missing.isEmpty { parts.append("<ul>\(missing.map { "<li>\(escapedHTML($0))</li>" }.joined())</ul>") }
    parts.append("<div class=\"plots\">\n\(charts.joined(separator: "\n"))\n</div>")
    parts.append(
      htmlTable(
        ["readers", "cases", "statistic", "value", "95 % interval", "how"],
        rows.filter { $0.value != nil || $0.grade.isEmpty }.map { row in
          [
            row.readerB.isEmpty ? row.readerA : "\(row.readerA) and \(row.readerB)", String(row.cases), row.title,
            row.valueWords, row.intervalWords, row.method,
          ]
        }, numbers: [1, 3, 4]))
    return parts.joined(separator: "\n")
  }

  private var charts: [String] {
    switch result {
    case .grades(let agreement):
      agreement.pairs.map { pair in
        figure(
          "\(pair.first) and \(pair.second): grades",
          confusionChart(
            counts: pair.matrix.counts, labels: agreement.scale.grades, rowName: pair.first, columnName: pair.second))
      }
    case .measurements(let agreement): agreement.pairs.filter { !$0.firstValues.isEmpty }.flatMap { $0.charts(name) }
    }
  }
}

extension MeasurementPair {
  fileprivate func charts(_ item: String) -> [String] {
    let scatter = scatterChart(x: firstValues, y: secondValues, xName: first, yName: second)
    var charts = [figure("\(first) and \(second): values", scatter)]
    guard let limits else { return charts }
    let differences = differenceChart(
      means: zip(firstValues, secondValues).map { ($0 + $1) / 2 },
      differences: zip(firstValues, secondValues).map { $0 - $1 }, bias: line(limits.bias, "bias"),
      limits: [line(limits.lowerLimit, "−1.96 SD"), line(limits.upperLimit, "+1.96 SD")],
      xName: "mean of both", yName: "\(first) − \(second)")
    charts.append(figure("\(first) and \(second): differences", differences))
    return charts
  }

  private func line(_ estimate: Estimate, _ name: String) -> DifferenceLine {
    DifferenceLine(
      estimate.value, range: estimate.interval.map { $0.lower...$0.upper },
      label: "\(name) \(significantDecimals(estimate.value, digits: 3) ?? "")")
  }
}

private func figure(_ caption: String, _ drawing: String) -> String {
  "<figure><figcaption>\(escapedHTML(caption))</figcaption>\n\(drawing)</figure>"
}
