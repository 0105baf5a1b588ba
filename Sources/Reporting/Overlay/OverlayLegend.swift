import Mineralisation
import Raster

/// The strip under the picture: name and grade, what each line means, and the scale bar.
///
/// Nothing in it hides the image.
struct OverlayLegend {
  /// A line and what it means.
  private struct Entry {
    let words: String
    let colour: OverlayColour
  }

  private let titles: [String]
  private let entries: [Entry]
  private let bar: (words: String, length: Int)?
  private let width: Int
  private static let size = 2
  private static let lineHeight = 24
  private static let inset = 12
  private static let swatch = 26

  /// The strip for a picture of `width` pixels, of which `pixelsPerMM` show a millimetre.
  init(title: String, analysis: Analysis, marks: OverlayMarks, width: Int, pixelsPerMM: Double?) {
    self.width = width
    titles = Self.wrapped([title.isEmpty ? nil : title, gradeWords(analysis)].compactMap { $0 }, width: width)
    var entries: [Entry] = []
    if !analysis.bones.bones.isEmpty { entries.append(Entry(words: "bone", colour: .bone)) }
    if !analysis.measurements.isEmpty || analysis.lesions.labels.count > 0 {
      entries.append(Entry(words: "lesion", colour: .lesion))
    }
    if marks.hasRim { entries.append(Entry(words: "rim's inner edge", colour: .rim)) }
    if marks.hasCleft { entries.append(Entry(words: "cleft", colour: .cleft)) }
    if marks.hasGap { entries.append(Entry(words: "gap", colour: .gap)) }
    self.entries = entries
    bar = pixelsPerMM.flatMap { scaleBar(pixelsPerMM: $0, width: width) }
  }

  /// The rows that the strip takes.
  var height: Int { 2 * Self.inset + (titles.count + entryRows.count + 1) * Self.lineHeight }

  /// Draws the strip from row `top` on.
  func draw(on canvas: inout Canvas, from top: Int) {
    var y = top + Self.inset
    let strip = Coverage(width: canvas.width, rows: top..<canvas.height)
    var text = strip
    for line in titles {
      text.write(line, x: Self.inset, y: y, size: Self.size)
      y += Self.lineHeight
    }
    for row in entryRows {
      var x = Self.inset
      for entry in row {
        var swatch = strip
        let middle = Double(y) + 7
        swatch.stroke(
          Segment(Point(Double(x), middle), Point(Double(x + Self.swatch - 8), middle)), thickness: 3)
        canvas.lay(swatch, entry.colour)
        text.write(entry.words, x: x + Self.swatch, y: y, size: Self.size)
        x += Self.entryWidth(entry)
      }
      y += Self.lineHeight
    }
    drawBar(&text, y)
    canvas.lay(text, .text)
  }

  private func drawBar(_ text: inout Coverage, _ y: Int) {
    guard let bar else {
      text.write("no pixel spacing: no millimetres", x: Self.inset, y: y, size: Self.size)
      return
    }
    let left = Double(Self.inset)
    let right = left + Double(bar.length)
    let middle = Double(y) + 7
    text.stroke(Segment(Point(left, middle), Point(right, middle)), thickness: 2)
    for x in [left, right] { text.stroke(Segment(Point(x, middle - 5), Point(x, middle + 5)), thickness: 2) }
    text.write(bar.words, x: Self.inset + bar.length + 10, y: y, size: Self.size)
  }

  private var entryRows: [[Entry]] {
    var rows: [[Entry]] = []
    var used = width
    for entry in entries {
      let own = Self.entryWidth(entry)
      if used + own > width - Self.inset {
        rows.append([])
        used = Self.inset
      }
      rows[rows.count - 1].append(entry)
      used += own
    }
    return rows
  }

  private static func entryWidth(_ entry: Entry) -> Int {
    swatch + Coverage.width(of: entry.words, size: size) + 24
  }

  /// The lines, broken at blanks so that each fits.
  static func wrapped(_ lines: [String], width: Int) -> [String] {
    let room = max(8, (width - 2 * inset) / (PixelFont.advance * size))
    return lines.flatMap { line in
      var rows: [String] = [""]
      for word in line.split(separator: " ", omittingEmptySubsequences: true) {
        let last = rows[rows.count - 1]
        if last.isEmpty {
          rows[rows.count - 1] = String(word.prefix(room))
        } else if last.count + 1 + word.count <= room {
          rows[rows.count - 1] = last + " " + word
        } else {
          rows.append(String(word.prefix(room)))
        }
      }
      return rows
    }
  }
}

/// The grade and its evidence in a line.
private func gradeWords(_ analysis: Analysis) -> String? {
  let grade = analysis.grade
  var words: [String] = []
  if let brooker = grade.brooker { words.append("Brooker \(brooker.rawValue)") }
  if let dellaValle = grade.dellaValle { words.append("Della Valle \(dellaValle.rawValue)") }
  let head = words.joined(separator: ", ") + (grade.borderline ? " (borderline)" : "")
  let line = [head, grade.basis].filter { !$0.isEmpty }.joined(separator: ": ")
  return line.isEmpty ? nil : line
}

/// The longest of 1, 2, 5, 10, 20, 50, 100 mm that takes at most a third of the width.
func scaleBar(pixelsPerMM: Double, width: Int) -> (words: String, length: Int)? {
  for mm in [200, 100, 50, 20, 10, 5, 2, 1] {
    let length = Double(mm) * pixelsPerMM
    if length <= Double(width) / 3, length >= 8 { return ("\(mm) mm", Int(length.rounded())) }
  }
  return nil
}
