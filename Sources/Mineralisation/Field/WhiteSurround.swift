package import Raster
internal import RasterKernels

/// What a diaphragm hid and the film shows white.
package struct WhiteSurround: Sendable, Equatable {
  /// Its pixels, with a millimetre around them for the penumbra.
  package let mask: Mask

  /// The white surround of `plane`, whose pixels measure `pitchX` by `pitchY` mm; `nil` where there is none.
  ///
  /// It is a piece of the brightest 12 % of the range that holds two or more corners of the image and a twentieth of its
  /// area, nine tenths of it within 3 % of the top, and that ends in steps: along a hundred millimetres or more, six
  /// tenths of what tells. The exposed background of a film on which bone is dark ends at the skin instead.
  package init?(_ plane: Plane<Float>, pitchX: Double, pitchY: Double) {
    self.init(plane, GreyEnds(plane), pitchX: pitchX, pitchY: pitchY)
  }

  /// The same where the ends of the plane's grey scale are known.
  init?(_ plane: Plane<Float>, _ ends: GreyEnds, pitchX: Double, pitchY: Double) {
    guard Self.mayBe(plane, ends) else { return nil }
    let range = ends.high - ends.low
    guard range > 0 else { return nil }
    let bright = Mask(of: plane) { $0 > ends.high - 0.12 * range }
    let labels = labelComponents(of: bright)
    let atTop = labels.counts(of: plane) { $0 > ends.high - 0.03 * range }
    let counts = labels.pixelCounts
    let corners = Self.corners(of: labels)
    let isSurround = counts.indices.map { label in
      label > 0 && corners[label] >= 2 && 20 * counts[label] >= plane.samples.count
        && 10 * atTop[label] >= 9 * counts[label]
    }
    guard isSurround.contains(true) else { return nil }
    let surround = labels.mask(keeping: isSurround)
    let edge = SteepBoundary(of: surround, in: plane, pitchX: pitchX, pitchY: pitchY, leastContrast: 0.15 * range)
    guard Double(edge.telling) * (pitchX * pitchY).squareRoot() >= 100, edge.steepShare >= 0.6 else { return nil }
    mask = dilated(surround, radius: 1, spacingX: pitchX, spacingY: pitchY)
  }

  /// Whether two corners are as bright as almost anything: a look that is cheap, because few films have such corners.
  private static func mayBe(_ plane: Plane<Float>, _ ends: GreyEnds) -> Bool {
    let (right, bottom) = (plane.width - 1, plane.height - 1)
    let few = (plane.samples.count + 19) / 20
    let bright = [plane[0, 0], plane[right, 0], plane[0, bottom], plane[right, bottom]].count { corner in
      !ends.ordered.reach(few, above: corner + 0.03 * (ends.most - ends.least))
    }
    return bright >= 2
  }

  /// `plane` with the surround as dark as its darkest place: so films look whose diaphragm is shown black, which are most.
  package func blackened(_ plane: Plane<Float>) -> Plane<Float> {
    let least = plane.samples.min() ?? 0
    var result = plane
    let bytes = mask.plane.samples.span
    result.withMutableSamples { samples in
      for i in samples.indices where bytes[i] != 0 { samples[i] = least }
    }
    return result
  }

  /// How many corners of the image each label holds.
  private static func corners(of labels: LabelMap) -> [Int] {
    var corners = [Int](repeating: 0, count: labels.count + 1)
    let (right, bottom) = (labels.width - 1, labels.height - 1)
    for run in labels.runs where run.y == 0 || run.y == bottom {
      if run.start == 0 { corners[run.label] += 1 }
      if run.end > right { corners[run.label] += 1 }
    }
    return corners
  }
}
