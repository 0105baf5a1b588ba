/// One reader's values over another's, with the line on which equal values lie.
///
/// - Returns: an SVG element.
public func scatterChart(x: [Double], y: [Double], xName: String, yName: String) -> String {
  let both = Axis(covering: x + y)
  let frame = PlotFrame(x: both, y: both)
  var drawing = SVGDrawing(width: PlotFrame.width, height: PlotFrame.height, title: "\(yName) over \(xName)")
  frame.draw(on: &drawing, xName: xName, yName: yName)
  drawing.line(
    frame.column(of: both.lower), frame.row(of: both.lower), frame.column(of: both.upper), frame.row(of: both.upper),
    dashes: "4 3")
  drawing.dots(zip(x, y).map { (frame.column(of: $0), frame.row(of: $1)) }, radius: 3)
  return drawing.element
}

/// A line across a chart of differences, with the range in which it lies with 95 % confidence.
public struct DifferenceLine: Sendable, Equatable {
  /// The value.
  public var value: Double
  /// The range around it.
  public var range: ClosedRange<Double>?
  /// What is written at its end.
  public var label: String

  /// A line at `value`.
  public init(_ value: Double, range: ClosedRange<Double>?, label: String) {
    self.value = value
    self.range = range
    self.label = label
  }
}

/// The differences of two readers over their means, after Bland and Altman, with the bias and the limits of agreement.
///
/// - Returns: an SVG element.
public func differenceChart(
  means: [Double], differences: [Double], bias: DifferenceLine, limits: [DifferenceLine], xName: String, yName: String
) -> String {
  let lines = limits + [bias]
  let ends = lines.flatMap { line in line.range.map { [$0.lowerBound, $0.upperBound] } ?? [line.value] }
  let frame = PlotFrame(x: Axis(covering: means), y: Axis(covering: differences + ends + [0]))
  var drawing = SVGDrawing(width: PlotFrame.width, height: PlotFrame.height, title: "\(yName) over \(xName)")
  frame.draw(on: &drawing, xName: xName, yName: yName)
  drawing.line(frame.leftEdge, frame.row(of: 0), frame.rightEdge, frame.row(of: 0))
  for line in lines {
    if let range = line.range {
      let top = frame.row(of: range.upperBound)
      drawing.bar(
        frame.leftEdge, top, frame.rightEdge - frame.leftEdge, frame.row(of: range.lowerBound) - top, opacity: 0.13)
    }
    let row = frame.row(of: line.value)
    drawing.line(frame.leftEdge, row, frame.rightEdge, row, style: "curve", dashes: line == bias ? nil : "5 4")
  }
  drawing.dots(zip(means, differences).map { (frame.column(of: $0), frame.row(of: $1)) }, radius: 3)
  for line in lines { drawing.text(line.label, frame.rightEdge - 3, frame.row(of: line.value) - 4, .end) }
  return drawing.element
}

/// How often two readers gave each pair of grades: darker where more often; the diagonal is agreement.
///
/// - Parameters:
///   - counts: row by row, the first reader's grade picks the row.
///   - labels: the grades in their order.
///   - rowName: the first reader.
///   - columnName: the second reader.
/// - Returns: an SVG element.
public func confusionChart(counts: [Int], labels: [String], rowName: String, columnName: String) -> String {
  let size = labels.count
  let left = 74.0
  let top = 40.0
  let cell = min(48, 280 / Double(max(size, 1)))
  let side = cell * Double(size)
  var drawing = SVGDrawing(
    width: max(PlotFrame.width, left + side + 10), height: top + side + 12, title: "\(rowName) against \(columnName)")
  drawing.text(columnName, left + side / 2, 14, .middle)
  drawing.text(rowName, 14, top + side / 2, .middle, turned: true)
  let most = Double(max(counts.max() ?? 1, 1))
  for (i, label) in labels.enumerated() {
    let centre = (Double(i) + 0.5) * cell
    drawing.text(label, left + centre, top - 7, .middle)
    drawing.text(label, left - 7, top + centre + 4, .end)
    for j in 0..<size {
      let count = counts[i * size + j]
      let x = left + Double(j) * cell
      let y = top + Double(i) * cell
      drawing.bar(x + 0.5, y + 0.5, cell - 1, cell - 1, opacity: count == 0 ? 0.03 : 0.08 + 0.37 * Double(count) / most)
      if count > 0 { drawing.text(String(count), x + cell / 2, y + cell / 2 + 5, .middle, isValue: true) }
    }
  }
  return drawing.element
}
