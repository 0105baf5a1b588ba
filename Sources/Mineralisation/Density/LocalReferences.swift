import Raster
import RasterKernels

/// What a lesion's grey values are compared with: the soft tissue and the noise around it.
struct LocalReferences {
  /// The soft tissue's signal beneath the lesion.
  let softTissue: SoftTissueSurface
  /// The signal above the soft tissue, of the neighbourhood's size.
  let excess: Plane<Float>
  /// The soft tissue that the surface was fitted to.
  let around: Mask
  /// The standard deviation of means over a square of one millimetre, without slow variation.
  let noise: Double

  /// Nearer than this the lesion's own blur and edge enhancement reach.
  static let innerDistance = 1.5
  /// How far the soft tissue around is looked for at first.
  static let outerDistance = 8.0
  /// How far it is looked for where that gives too little.
  static let widestDistance = 14.0
  /// What is kept clear of bone.
  static let boneClearance = 1.0
  /// The area, in square millimetres, that is enough soft tissue.
  private static let enoughArea = 60.0

  /// How far around a lesion its neighbourhood reaches, whose soft tissue is looked for within `distance`: as far as the means
  /// of the noise and the squares that fill lucent lines see from there.
  static func margin(_ distance: Double) -> Double { distance + 3 }

  /// The references of a neighbourhood with the soft tissue `around`; `nil` where that is hardly any.
  init?(of place: LesionNeighbourhood, around: Mask) {
    let centre = centroid(of: place.lesionRuns)
    guard
      let surface = SoftTissueSurface(signal: place.signal, around: around, centre: centre, scale: place.scale)
    else { return nil }
    softTissue = surface
    self.around = around
    excess = surface.subtracted(from: place.signal)
    noise = localNoise(of: place.signal, in: around, scale: place.scale)
  }

  /// The soft tissue of a neighbourhood at most `outer` mm from the lesion: neither bone nor a lesion nor near either.
  static func softTissue(of place: LesionNeighbourhood, to outer: Double) -> Mask {
    let (x, y) = (place.scale.x, place.scale.y)
    let bright = place.withoutTissue.union(place.otherLesions).union(place.lesion)
    let taken = dilated(bright, radius: innerDistance, spacingX: x, spacingY: y)
      .union(dilated(place.bone, radius: boneClearance, spacingX: x, spacingY: y))
    return dilated(place.lesion, radius: outer, spacingX: x, spacingY: y).subtracting(taken)
  }

  /// Whether so much soft tissue is enough.
  static func isEnough(_ around: Mask, _ scale: ImageScale) -> Bool {
    Double(around.count) * (scale.x * scale.y) >= enoughArea
  }
}

/// The mean place of the pixels of `region`; the middle of the plane where there is none.
func centroid(of region: LabelMap) -> Point {
  var sumX = 0
  var sumY = 0
  var count = 0
  for run in region.runs {
    sumX += (run.start + run.end - 1) * run.count / 2
    sumY += run.y * run.count
    count += run.count
  }
  guard count > 0 else { return Point(Double(region.width - 1) / 2, Double(region.height - 1) / 2) }
  return Point(Double(sumX) / Double(count), Double(sumY) / Double(count))
}

/// The standard deviation of the mean signal over a square of one millimetre, as it scatters from place to place in `region`.
///
/// The mean over a square of about a millimetre less the mean over one three times as wide, so that slow variation drops out;
/// 1.4826 times the median of the absolute values, corrected for what the wide mean shares with the narrow one and for how
/// the square of whole pixels differs from a millimetre's. A noise of this size can be compared between spacings, and a
/// contrast of three times it is seen (Rose 1948).
func localNoise(of signal: Plane<Float>, in region: Mask, scale: ImageScale) -> Double {
  let radiusX = max(0, Int(((1 / scale.x - 1) / 2).rounded(.toNearestOrEven)))
  let radiusY = max(0, Int(((1 / scale.y - 1) / 2).rounded(.toNearestOrEven)))
  let narrow = boxBlurred(signal, radiusX: radiusX, radiusY: radiusY)
  let wide = boxBlurred(signal, radiusX: 3 * radiusX + 1, radiusY: 3 * radiusY + 1)
  let a = narrow.samples.span
  let b = wide.samples.span
  var scatter: [Double] = []
  for run in LabelMap(region).runs {
    let row = run.y * signal.width
    for i in row + run.start..<row + run.end { scatter.append(abs(Double(a[i] - b[i]))) }
  }
  let area = Double((2 * radiusX + 1) * (2 * radiusY + 1)) * scale.x * scale.y
  return 1.4826 * (median(of: scatter) ?? 0) / (8.0 / 9).squareRoot() * area.squareRoot()
}
