public import Mineralisation
import Raster
import RasterKernels

/// Draws two registered films side by side in the follow-up's frame, each with the outlines of both times.
///
/// On the left the baseline, turned and shifted onto the follow-up; on the right the follow-up as it is. Lesions of the
/// baseline are blue, those of the follow-up orange, on both sides; bones are drawn thin in the same colours, so that the
/// eye can judge the registration. A film without grey values is black.
///
/// - Parameters:
///   - transform: brings places of the baseline to those of the follow-up, in the films' millimetres.
///   - titles: lines for the strip below.
public func renderComparison(
  _ baseline: LesionFilm, _ followUp: LesionFilm, _ transform: Similarity, titles: [String]
) -> ColourPicture {
  ComparisonDrawing(baseline, followUp, transform, titles: titles).picture
}

private struct ComparisonDrawing {
  let baseline: LesionFilm
  let followUp: LesionFilm
  let transform: Similarity
  let titles: [String]
  /// Picture pixels per millimetre of the follow-up.
  let scale: Double
  let panelWidth: Int
  let panelHeight: Int

  private static let longestSide = 1100.0
  private static let seam = 8
  private static let inset = 12
  private static let lineHeight = 24

  init(_ baseline: LesionFilm, _ followUp: LesionFilm, _ transform: Similarity, titles: [String]) {
    self.baseline = baseline
    self.followUp = followUp
    self.transform = transform
    let width = Double(followUp.lesions.width) * followUp.film.spacingX
    let height = Double(followUp.lesions.height) * followUp.film.spacingY
    scale = Self.longestSide / max(width, height)
    panelWidth = max(1, Int((width * scale).rounded()))
    panelHeight = max(1, Int((height * scale).rounded()))
    self.titles = OverlayLegend.wrapped(titles, width: 2 * panelWidth + Self.seam)
  }

  var picture: ColourPicture {
    var canvas = Canvas(grey, below: 2 * Self.inset + (titles.count + 2) * Self.lineHeight)
    for (film, place, colour) in [
      (baseline, { transform($0) }, OverlayColour.bone), (followUp, { $0 }, .lesion),
    ] as [(LesionFilm, (Point) -> Point, OverlayColour)] {
      var bones = Coverage(width: canvas.width, rows: 0..<panelHeight)
      var lesions = bones
      draw(film.film.bones, film.film, place, thickness: 1, on: &bones)
      draw(film.lesions, film.film, place, thickness: 1.8, on: &lesions)
      canvas.lay(bones, colour, strength: 0.75)
      canvas.lay(lesions, colour)
    }
    drawStrip(on: &canvas)
    return canvas.picture
  }

  /// Both films beside each other.
  private var grey: Plane<UInt8> {
    let left = panel(baseline.film, transform.inverse)
    let right = panel(followUp.film, .identity)
    var samples: [UInt8] = []
    samples.reserveCapacity((2 * panelWidth + Self.seam) * panelHeight)
    for y in 0..<panelHeight {
      samples += left.samples[y * panelWidth..<(y + 1) * panelWidth]
      samples += [UInt8](repeating: 0, count: Self.seam)
      samples += right.samples[y * panelWidth..<(y + 1) * panelWidth]
    }
    return Plane(width: 2 * panelWidth + Self.seam, height: panelHeight, samples: samples)
  }

  /// A film as the follow-up's frame shows it; black beyond its border.
  private func panel(_ film: RegistrationFilm, _ back: Similarity) -> Plane<UInt8> {
    var result = Plane<UInt8>(width: panelWidth, height: panelHeight, repeating: 0)
    guard let signal = film.signal else { return result }
    let width = min(signal.width, max(1, Int(Double(signal.width) * film.spacingX * scale)))
    let height = min(signal.height, max(1, Int(Double(signal.height) * film.spacingY * scale)))
    let reduced = areaReduced(signal, toWidth: width, height: height)
    let factorX = Double(width) / Double(signal.width)
    let factorY = Double(height) / Double(signal.height)
    let (low, high) = Self.window(reduced)
    result.withMutableSamples { samples in
      for y in 0..<panelHeight {
        for x in 0..<panelWidth {
          let place = back(
            Point(
              (Double(x) + 0.5) / scale - followUp.film.spacingX / 2,
              (Double(y) + 0.5) / scale - followUp.film.spacingY / 2))
          let pixel = film.pixels(place)
          let column = (pixel.x + 0.5) * factorX - 0.5
          let row = (pixel.y + 0.5) * factorY - 0.5
          guard column >= -0.5, row >= -0.5, column <= Double(width) - 0.5, row <= Double(height) - 0.5 else {
            continue
          }
          let value = (reduced.bilinear(at: Point(column, row)) - low) / (high - low) * 225
          samples[y * panelWidth + x] = UInt8(max(0, min(225, value)))
        }
      }
    }
    return result
  }

  /// The values between which the greys are spread: the 2 % and 99.8 % quantiles of what is not black.
  private static func window(_ plane: Plane<Float>) -> (low: Double, high: Double) {
    let step = max(1, plane.samples.count / 50_000) | 1
    let sample = stride(from: 0, to: plane.samples.count, by: step).map { plane.samples[$0] }
    let darkest = sample.min() ?? 0
    let shown = sample.filter { $0 > darkest }
    let low = Double(quantile(0.02, of: shown) ?? darkest)
    let high = Double(quantile(0.998, of: shown) ?? darkest)
    return (low, max(high, low + 1))
  }

  /// Draws the outlines of `labels` in both panels.
  private func draw(
    _ labels: LabelMap, _ film: RegistrationFilm, _ place: (Point) -> Point, thickness: Double, on layer: inout Coverage
  ) {
    for (i, box) in labels.boundingBoxes.enumerated() {
      guard let box else { continue }
      for piece in contour(labels.mask(of: i + 1, in: box), at: box) {
        let start = shown(place(film.millimetres(piece.start)))
        let end = shown(place(film.millimetres(piece.end)))
        guard isShown(start), isShown(end) else { continue }
        layer.stroke(Segment(start, end), thickness: thickness)
        let shift = Double(panelWidth + Self.seam)
        layer.stroke(
          Segment(Point(start.x + shift, start.y), Point(end.x + shift, end.y)), thickness: thickness)
      }
    }
  }

  /// Where a place in the follow-up's millimetres lies on the left panel.
  private func shown(_ place: Point) -> Point {
    Point(
      (place.x + followUp.film.spacingX / 2) * scale - 0.5, (place.y + followUp.film.spacingY / 2) * scale - 0.5)
  }

  private func isShown(_ point: Point) -> Bool {
    point.x >= 0 && point.y >= 0 && point.x <= Double(panelWidth - 1) && point.y <= Double(panelHeight - 1)
  }

  private func drawStrip(on canvas: inout Canvas) {
    let strip = Coverage(width: canvas.width, rows: panelHeight..<canvas.height)
    var text = strip
    var y = panelHeight + Self.inset
    for line in titles {
      text.write(line, x: Self.inset, y: y, size: 2)
      y += Self.lineHeight
    }
    var x = Self.inset
    for (words, colour) in [("baseline", OverlayColour.bone), ("follow-up", .lesion)] {
      var swatch = strip
      swatch.stroke(
        Segment(Point(Double(x), Double(y) + 7), Point(Double(x) + 18, Double(y) + 7)), thickness: 3)
      canvas.lay(swatch, colour)
      text.write(words, x: x + 26, y: y, size: 2)
      x += 26 + Coverage.width(of: words, size: 2) + 24
    }
    y += Self.lineHeight
    if followUp.film.hasSpacing, let bar = scaleBar(pixelsPerMM: scale, width: canvas.width) {
      let left = Double(Self.inset)
      let right = left + Double(bar.length)
      text.stroke(Segment(Point(left, Double(y) + 7), Point(right, Double(y) + 7)), thickness: 2)
      text.write(bar.words, x: Self.inset + bar.length + 10, y: y, size: 2)
    } else {
      text.write("no pixel spacing: no millimetres", x: Self.inset, y: y, size: 2)
    }
    canvas.lay(text, .text)
  }
}
