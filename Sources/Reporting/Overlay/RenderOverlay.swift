public import Mineralisation
public import Raster

/// Draws what was measured over the radiograph: bones, lesions with their numbers, rims, clefts and the gap, with a
/// legend and a scale bar in a strip below.
///
/// The picture is at most 1,600 pixels long and bone bright, whatever the file's polarity. Labels stand beside what they
/// name, never over a lesion or a mark; the colours are those of Okabe and Ito. The same input gives the same picture.
///
/// - Parameters:
///   - radiograph: the radiograph that was analysed.
///   - title: a line for the strip, such as the image's id.
public func renderOverlay(_ radiograph: Radiograph, _ analysis: Analysis, title: String = "") -> ColourPicture {
  let view = OverlayView(radiograph, analysis.field)
  let spacing = radiograph.measuringSpacing
  let marks = OverlayMarks(analysis, view: view, spacing: spacing)
  let legend = OverlayLegend(
    title: title, analysis: analysis, marks: marks, width: view.grey.width,
    pixelsPerMM: spacing.map { view.scaleX / $0.x })
  var canvas = Canvas(view.grey, below: legend.height)
  let drawing = OverlayDrawing(marks, width: canvas.width, height: canvas.height, imageHeight: view.grey.height)
  canvas.lay(drawing.bones, .bone, strength: 0.6)
  canvas.lay(drawing.rims, .rim, strength: 0.8)
  canvas.lay(drawing.lesions, .lesion)
  canvas.lay(drawing.clefts, .cleft)
  canvas.lay(drawing.gapSeam, .black, strength: 0.6)
  canvas.lay(drawing.gaps, .gap)
  canvas.lay(drawing.leaders, .quiet)
  canvas.lay(drawing.numbers.grown(by: 2), .black, strength: 0.75)
  canvas.lay(drawing.numbers, .lesion)
  canvas.lay(drawing.lengths.grown(by: 2), .black, strength: 0.75)
  canvas.lay(drawing.lengths, .gap)
  legend.draw(on: &canvas, from: view.grey.height)
  return canvas.picture
}

/// The layers of an overlay.
private struct OverlayDrawing {
  var bones: Coverage
  var rims: Coverage
  var lesions: Coverage
  var clefts: Coverage
  var gaps: Coverage
  var gapSeam: Coverage
  var leaders: Coverage
  var numbers: Coverage
  var lengths: Coverage

  init(_ marks: OverlayMarks, width: Int, height: Int, imageHeight: Int) {
    let empty = Coverage(width: width, rows: 0..<height)
    func drawn(_ segments: [Segment], _ thickness: Double) -> Coverage {
      var layer = empty
      for segment in segments { layer.stroke(segment, thickness: thickness) }
      return layer
    }
    bones = drawn(marks.bones, 1)
    rims = drawn(marks.rims, 1)
    lesions = drawn(marks.lesions.flatMap(\.outline), 1.6)
    clefts = drawn(marks.clefts, 1.4)
    let lines = marks.gaps.flatMap { Self.dimensionLine($0.segment) }
    gaps = drawn(lines, 2.2)
    gapSeam = drawn(lines, 5)
    leaders = empty
    numbers = empty
    lengths = empty
    var placer = LabelPlacer(width: width, height: imageHeight)
    placer.keepOff(bones, isForbidden: false)
    for layer in [lesions, clefts, gapSeam] { placer.keepOff(layer, isForbidden: true) }
    for lesion in marks.lesions { placer.keepOff(inside: lesion, width: width, height: imageHeight) }
    label(marks, &placer, size: max(width, imageHeight) > 1200 ? 3 : 2)
  }

  private mutating func label(_ marks: OverlayMarks, _ placer: inout LabelPlacer, size: Int) {
    let height = PixelFont.height * size
    for gap in marks.gaps {
      let middle = Point((gap.segment.start.x + gap.segment.end.x) / 2, (gap.segment.start.y + gap.segment.end.y) / 2)
      let box = PixelBox(x: max(0, Int(middle.x)), y: max(0, Int(middle.y)), width: 1, height: 1)
      let labelWidth = Coverage.width(of: gap.words, size: size)
      guard let place = placer.place(labelWidth, height, beside: box, of: middle) else { continue }
      lengths.write(gap.words, x: place.x, y: place.y, size: size)
      if let leader = place.leader { leaders.stroke(leader, thickness: 1) }
    }
    for lesion in marks.lesions {
      let words = String(lesion.id)
      let labelWidth = Coverage.width(of: words, size: size)
      let target = lesion.nearestOutline(to: Point(Double(lesion.box.endX), Double(lesion.box.y)))
      guard let place = placer.place(labelWidth, height, beside: lesion.box, of: target) else { continue }
      numbers.write(words, x: place.x, y: place.y, size: size)
      if let leader = place.leader { leaders.stroke(leader, thickness: 1) }
    }
  }

  /// A line with a bar across either end.
  private static func dimensionLine(_ segment: Segment) -> [Segment] {
    let dx = segment.end.x - segment.start.x
    let dy = segment.end.y - segment.start.y
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return [segment] }
    let across = Point(-dy / length * 6, dx / length * 6)
    return [segment]
      + [segment.start, segment.end].map { end in
        Segment(Point(end.x - across.x, end.y - across.y), Point(end.x + across.x, end.y + across.y))
      }
  }
}

extension OverlayMarks.Lesion {
  /// The place of the outline nearest to `point`.
  fileprivate func nearestOutline(to point: Point) -> Point {
    var best = point
    var bound = Double.infinity
    for piece in outline {
      let dx = piece.start.x - point.x
      let dy = piece.start.y - point.y
      if dx * dx + dy * dy < bound {
        bound = dx * dx + dy * dy
        best = piece.start
      }
    }
    return best
  }
}

extension LabelPlacer {
  /// Keeps labels off what a lesion's outline encloses.
  fileprivate mutating func keepOff(inside lesion: OverlayMarks.Lesion, width: Int, height: Int) {
    let box = lesion.box.intersection(PixelBox(width: width, height: height))
    guard !box.isEmpty else { return }
    var inside = Mask(width: box.width, height: box.height)
    // A row's pixels lie inside after an odd number of crossings from the left.
    for y in 0..<box.height {
      let row = Double(box.y + y) + 0.01
      var crossings: [Double] = []
      for piece in lesion.outline where (piece.start.y > row) != (piece.end.y > row) {
        let t = (row - piece.start.y) / (piece.end.y - piece.start.y)
        crossings.append(piece.start.x + t * (piece.end.x - piece.start.x))
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let first = max(box.x, Int(crossings[pair].rounded(.down)))
        let last = min(box.endX - 1, Int(crossings[pair + 1].rounded(.up)))
        if first <= last { for x in first...last { inside[x - box.x, y] = true } }
      }
    }
    keepOff(inside, at: box)
  }
}
