package import Raster
internal import RasterKernels

/// Tells exposed tissue from direct exposure, collimation, letters and metal.
///
/// Works on the network's answer at the working scale; the outlines are then drawn at the radiograph's own.
package struct FieldFinder {
  /// The image's size and pitch.
  let image: WorkingImage
  /// The image as the network saw it, 0 … 1, bone bright.
  private let shown: Plane<Float>
  /// The network's answer.
  let proposals: Proposals
  /// Letters and metal.
  let marks: Marks
  /// What a diaphragm hid and the film shows white.
  private let white: Mask?

  /// What looks for the field of `image`, of which the network, to which it was `shown` so, says `proposals`.
  ///
  /// - Parameter white: what is known to be hidden by a diaphragm.
  package init(image: WorkingImage, shown: Plane<Float>, proposals: Proposals, white: Mask? = nil) {
    self.white = white
    self.image = image
    self.shown = shown
    self.proposals = proposals
    marks = Marks(proposals, pitchX: image.pitchX, pitchY: image.pitchY)
  }

  /// The field of the radiograph.
  package func field(polarity: PolarityFinding) -> Field {
    let outside = outsideOfTissue().subtracting(
      tissueAroundMineral(proposals, pitchX: image.pitchX, pitchY: image.pitchY))
    let collimation = white.map { collimated(outside).union($0) } ?? collimated(outside)
    let shapes = Shapes(pitchX: image.pitchX, pitchY: image.pitchY)
    let rulers = shapes.rulers(in: outside.complement, sureBone: proposals.mask(of: .bone, reaching: 0.9))
      .union(EdgeRuler(image: shown, pitchX: image.pitchX, pitchY: image.pitchY).mask())
    var regions = PaintedRegions(width: image.sourceWidth, height: image.sourceHeight)
    for (mask, region) in [
      (outside.subtracting(collimation), Field.Region.air), (collimation, .collimation), (marks.letters, .letters),
      (marks.metal, .metal), (shapes.balls(in: marks.metal), .ball), (rulers, .ruler),
    ] {
      regions.paint(region, where: mask)
    }
    return Field(map: regions.map, polarity: polarity.polarity, polarityConfidence: polarity.confidence)
  }

  /// Whatever is no exposed tissue: islands of tissue under 400 mm² go with it, gaps under 900 mm² inside do not.
  private func outsideOfTissue() -> Mask {
    let tissue = white.map { tissueByBackground().subtracting($0) } ?? tissueByBackground()
    let large = tissue.withoutComponents(smallerThan: Int(400 / image.pixelArea))
    let kept = large.isEmpty ? tissue : large
    guard !kept.isEmpty else { return Mask(width: image.width, height: image.height) }
    let gaps = holesFilled(kept).subtracting(kept)
    let smallGaps = gaps.subtracting(gaps.withoutComponents(smallerThan: Int(900 / image.pixelArea)))
    return kept.union(smallGaps).complement
  }

  /// The network's tissue, corrected by the background that it is sure of.
  ///
  /// At 1 mm, so that grain does not count: what stands out from the background's median by a twentieth of the range is
  /// tissue, and what is no brighter than nine tenths of the background is none.
  private func tissueByBackground() -> Mask {
    let likely = proposals.mask(of: .field, reaching: 0.5)
    let smooth = gaussianBlurred(shown, sigmaX: 1 / image.pitchX, sigmaY: 1 / image.pitchY)
    let dark = sureBackground(smooth)
    guard Double(4 * dark.count) * image.pixelArea >= 100, let middle = median(of: dark),
      let top = quantile(0.9, of: dark)
    else { return likely }
    var result = Mask(width: image.width, height: image.height)
    let said = likely.plane.samples.span
    let greys = smooth.samples.span
    result.withMutableFlags { bytes in
      for i in bytes.indices {
        let isTissue = said[i] != 0 || (greys[i] > middle + 0.05 && greys[i] < 0.7)
        bytes[i] = greys[i] > top && isTissue ? 1 : 0
      }
    }
    return result
  }

  /// The values of what is background with a probability of nine tenths and not bright, one in two pixels either way: `smooth`
  /// hardly varies between them.
  private func sureBackground(_ smooth: Plane<Float>) -> [Float] {
    let possible = proposals.mask(of: .field, reaching: 0.1)
    let tissue = possible.plane.samples.span
    let greys = smooth.samples.span
    var result: [Float] = []
    for y in stride(from: 0, to: smooth.height, by: 2) {
      for i in stride(from: y * smooth.width, to: (y + 1) * smooth.width, by: 2)
      where tissue[i] == 0 && greys[i] < 0.5 {
        result.append(greys[i])
      }
    }
    return result
  }

  /// The part of `outside` that the beam's diaphragm hides: everything bright, strips beyond an upright or level edge, and
  /// what no piece of tissue has on its side of a steep edge, straight in any direction or round.
  private func collimated(_ outside: Mask) -> Mask {
    let tissue = outside.complement
    guard let box = tissue.boundingBox else { return outside }
    let straight = straightSides(of: tissue, box)
    let parts = exposedParts(tissue)
    var result = Mask(width: image.width, height: image.height)
    let values = shown.samples.span
    let bytes = outside.plane.samples.span
    let isHidden = { (x: Int, y: Int) in
      straight.left && x < box.x || straight.right && x >= box.endX || straight.top && y < box.y
        || straight.bottom && y >= box.endY
        || !parts.isEmpty && !parts.contains { $0.contains(Double(x) * image.pitchX, Double(y) * image.pitchY) }
    }
    result.withMutableBytes { inside in
      for y in 0..<image.height {
        let row = bytes.extracting(y * image.width..<(y + 1) * image.width)
        var x = firstColumn(in: row, from: 0, unlike: 0)
        while x < image.width {
          let end = firstColumn(in: row, from: x, unlike: 1)
          for x in x..<end where values[y * image.width + x] > 0.7 || isHidden(x, y) { inside[y * image.width + x] = 1 }
          x = firstColumn(in: row, from: end, unlike: 0)
        }
      }
    }
    return result
  }

  /// What a diaphragm left exposed around each piece of tissue of at least a quarter of the largest; empty where one of them has
  /// no steep edge.
  private func exposedParts(_ tissue: Mask) -> [ExposedPart] {
    let labels = labelComponents(of: tissue)
    let counts = labels.pixelCounts
    guard let largest = counts.dropFirst().max() else { return [] }
    var parts: [ExposedPart] = []
    for label in counts.indices.dropFirst() where 4 * counts[label] >= largest {
      let piece = labels.mask(of: label)
      let steep = SteepBoundary(
        of: piece.complement, in: shown, pitchX: image.pitchX, pitchY: image.pitchY, leastContrast: 0.06)
      let millimetres = { (point: Point) in Point(point.x * image.pitchX, point.y * image.pitchY) }
      let part = ExposedPart(
        outline: edgePixels(of: piece).map(millimetres), steep: steep.points.map(millimetres),
        width: Double(image.width) * image.pitchX, height: Double(image.height) * image.pitchY,
        pitch: (image.pitchX * image.pitchY).squareRoot())
      guard part.isBounded else { return [] }
      parts.append(part)
    }
    return parts
  }

  /// On which sides the tissue ends on a line: within 1.5 mm of its bounding box over three tenths of that side.
  private func straightSides(
    of tissue: Mask, _ box: PixelBox
  ) -> (left: Bool, right: Bool, top: Bool, bottom: Bool) {
    let dx = max(1, Int(1.5 / image.pitchX))
    let dy = max(1, Int(1.5 / image.pitchY))
    let rows = { (from: Int, to: Int) in
      (box.y..<box.endY).count { y in (from..<to).contains { tissue[$0, y] } }
    }
    let columns = { (from: Int, to: Int) in
      (box.x..<box.endX).count { x in (from..<to).contains { tissue[x, $0] } }
    }
    let needY = 3 * box.height / 10
    let needX = 3 * box.width / 10
    return (
      rows(box.x, min(box.x + dx, box.endX)) > needY, rows(max(box.x, box.endX - dx), box.endX) > needY,
      columns(box.y, min(box.y + dy, box.endY)) > needX, columns(max(box.y, box.endY - dy), box.endY) > needX
    )
  }
}
