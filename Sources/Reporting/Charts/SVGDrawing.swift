/// A drawing in SVG for a page whose style sheet colours it: classes `bar`, `axis` and `curve`, and plain text.
struct SVGDrawing {
  /// How a text stands to its place.
  enum Anchor: String {
    case start, middle, end
  }

  private let width: Double
  private let height: Double
  private let title: String
  private var elements: [String] = []

  /// An empty drawing; `title` is read out where it cannot be seen.
  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// The drawing as an element of a page.
  var element: String {
    "<svg viewBox=\"0 0 \(tenths(width)) \(tenths(height))\" role=\"img\" aria-label=\"\(escapedHTML(title))\">\n"
      + elements.joined(separator: "\n") + "\n</svg>"
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String = "axis", dashes: String? = nil
  ) {
    let dashed = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    elements.append(
      "<line x1=\"\(tenths(x1))\" y1=\"\(tenths(y1))\" x2=\"\(tenths(x2))\" y2=\"\(tenths(y2))\""
        + " class=\"\(style)\"\(dashed)/>")
  }

  mutating func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double, opacity: Double) {
    elements.append(
      "<rect x=\"\(tenths(x))\" y=\"\(tenths(y))\" width=\"\(tenths(width))\" height=\"\(tenths(height))\" class=\"bar\""
        + " fill-opacity=\"\(fixedDecimals(opacity, places: 3) ?? "1")\"/>")
  }

  /// Dots of one size; of several that fall on the same tenth of a unit one is drawn.
  mutating func dots(_ places: [(x: Double, y: Double)], radius: Double) {
    var drawn: Set<String> = []
    for place in places {
      let centre = "cx=\"\(tenths(place.x))\" cy=\"\(tenths(place.y))\""
      guard drawn.insert(centre).inserted else { continue }
      elements.append("<circle \(centre) r=\"\(tenths(radius))\" class=\"bar\" fill-opacity=\"0.55\"/>")
    }
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, turned: Bool = false, isValue: Bool = false
  ) {
    let turn = turned ? " transform=\"rotate(-90 \(tenths(x)) \(tenths(y)))\"" : ""
    let style = isValue ? " class=\"value\"" : ""
    elements.append(
      "<text x=\"\(tenths(x))\" y=\"\(tenths(y))\" text-anchor=\"\(anchor.rawValue)\"\(style)\(turn)>"
        + "\(escapedHTML(text))</text>")
  }
}

private func tenths(_ value: Double) -> String { fixedDecimals(value, places: 1) ?? "0" }
