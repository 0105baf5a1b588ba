internal import Raster
internal import RasterKernels

/// Tells rulers and calibration balls from tissue and other metal, by their form.
struct Shapes {
  /// Millimetres from column to column.
  let pitchX: Double
  /// Millimetres from row to row.
  let pitchY: Double

  /// The pieces of `tissue` that are rulers: strips up to 45 mm wide and at least five times as long, which fill three
  /// quarters of their hull, and of which the network takes less than a fifth for sure bone.
  ///
  /// The largest piece is the body and never a ruler. A ruler that touches the body in the picture is not found.
  func rulers(in tissue: Mask, sureBone: @autoclosure () -> Mask) -> Mask {
    let labels = labelComponents(of: opened(tissue, radius: 1, spacingX: pitchX, spacingY: pitchY))
    guard labels.count > 1 else { return Mask(width: tissue.width, height: tissue.height) }
    var counts = labels.pixelCounts
    counts[0] = 0
    let sure = labels.counts(of: sureBone())
    let boxes = labels.boundingBoxes
    let body = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    let isRuler = counts.indices.map { label in
      guard label > 0, label != body, 5 * sure[label] < counts[label], let box = boxes[label - 1] else { return false }
      return isStrip(labels.painted(in: box), label: Int32(label), area: Double(counts[label]) * pitchX * pitchY)
    }
    let core = labels.mask(keeping: isRuler)
    return dilated(core, radius: 1, spacingX: pitchX, spacingY: pitchY).intersection(tissue)
  }

  /// The pieces of `metal` that are round: they fill 88 % of the circle over their greatest length, 8 to 60 mm.
  func balls(in metal: Mask) -> Mask {
    let filled = holesFilled(metal)
    let labels = labelComponents(of: filled)
    let boxes = labels.boundingBoxes
    let counts = labels.pixelCounts
    let isBall = boxes.enumerated().map { index, box in
      guard let box else { return false }
      let outline = hull(of: labels.painted(in: box), label: Int32(index + 1))
      let diameter = diameter(ofHull: outline) + (pitchX * pitchY).squareRoot()
      let area = Double(counts[index + 1]) * pitchX * pitchY
      return diameter >= 8 && diameter <= 60 && area >= 0.88 * Double.pi / 4 * diameter * diameter
    }
    return labels.mask(keeping: [false] + isBall)
  }

  private func isStrip(_ part: Plane<Int32>, label: Int32, area: Double) -> Bool {
    let outline = hull(of: part, label: label)
    guard outline.count >= 3 else { return false }
    let length = diameter(ofHull: outline)
    let width = minimumWidth(ofHull: outline)
    let hullArea = RasterKernels.area(ofPolygon: outline)
    return width <= 45 && length >= 5 * width && area >= 0.75 * hullArea && area >= 200
  }

  private func hull(of part: Plane<Int32>, label: Int32) -> [Point] {
    let mask = Mask(width: part.width, height: part.height, bytes: part.samples.map { $0 == label ? 1 : 0 })
    return convexHull(of: edgePixels(of: mask).map { Point($0.x * pitchX, $0.y * pitchY) })
  }
}
