/// The frame of a chart: two axes with their ticks and names, and where values lie in it.
struct PlotFrame {
  static let width = 360.0
  static let height = 300.0
  private let left = 58.0
  private let right = 340.0
  private let top = 10.0
  private let bottom = 252.0
  private let x: Axis
  private let y: Axis

  init(x: Axis, y: Axis) {
    self.x = x
    self.y = y
  }

  var leftEdge: Double { left }
  var rightEdge: Double { right }

  func column(of value: Double) -> Double { left + (right - left) * x.share(of: value) }

  func row(of value: Double) -> Double { bottom - (bottom - top) * y.share(of: value) }

  /// Draws axes, ticks and names.
  func draw(on drawing: inout SVGDrawing, xName: String, yName: String) {
    drawing.line(left, bottom, right, bottom)
    drawing.line(left, top, left, bottom)
    for tick in x.ticks {
      drawing.line(column(of: tick), bottom, column(of: tick), bottom + 4)
      drawing.text(x.label(tick), column(of: tick), bottom + 16, .middle)
    }
    for tick in y.ticks {
      drawing.line(left - 4, row(of: tick), left, row(of: tick))
      drawing.text(y.label(tick), left - 7, row(of: tick) + 4, .end)
    }
    drawing.text(xName, (left + right) / 2, bottom + 36, .middle)
    drawing.text(yName, 12, (top + bottom) / 2, .middle, turned: true)
  }
}
