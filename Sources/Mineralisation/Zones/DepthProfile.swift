import Raster

/// The signal of a lesion over its inward depth.
///
/// Depth is the distance from a pixel's centre to the lesion's edge in millimetres: that to the nearest centre outside, less
/// half a pixel. The image's border is no edge.
struct DepthProfile {
  /// The width of a bin: the pixel's side, 0.15 mm at least.
  let binWidth: Double
  /// The largest depth.
  let deepest: Double
  /// The mean depth of the pixels of each bin; bins of few pixels at the deepest end are joined.
  private(set) var depth: [Double] = []
  /// The mean signal of each.
  private(set) var signal: [Double] = []
  /// The mean signal deeper than 0.7 of ``deepest``.
  let core: Double
  /// Signal over dome in the outer zone, divided by the same in the inner zone; 1 for a body of even density.
  let outerToInner: Double

  /// Where the bin of the highest signal stands.
  var peakIndex: Int { signal.indices.max { signal[$0] < signal[$1] } ?? 0 }
  /// The highest signal.
  var peak: Double { signal[peakIndex] }

  /// The outer zone that ``outerToInner`` judges, as shares of the largest depth; the outermost is left to blur.
  static let outerZone = 0.1...0.3
  /// The inner zone.
  static let innerZone = 0.4...1.0

  /// Bins of fewer pixels at the deepest end are joined with the next.
  private static let enoughPixels = 20

  /// The profile of the lesion of `depth` with its `excess`, of the same frame; `nil` where the lesion has no edge in view.
  init?(excess: Plane<Float>, depth lesion: LesionDepth, scale: ImageScale) {
    let inside = lesion.lesion.plane.samples.span
    let squared = lesion.squared.samples.span
    let half = scale.mean / 2
    guard let centre = lesion.largest, centre > half else { return nil }
    let largest = centre - half
    deepest = largest
    binWidth = max(scale.mean, 0.15)
    var bins = [DepthBin](repeating: DepthBin(), count: Int(largest / binWidth) + 1)
    let values = excess.samples.span
    var coreSum = Tally()
    var outer = DomeZone()
    var inner = DomeZone()
    for i in inside.indices where inside[i] != 0 {
      let d = max(Double(squared[i]).squareRoot() - half, 0)
      let s = Double(values[i])
      bins[Int(d / binWidth)].add(s, depth: d)
      if d > 0.7 * largest { coreSum.add(s) }
      if Self.outerZone.contains(d / largest) { outer.add(s, share: d / largest) }
      if Self.innerZone.contains(d / largest) { inner.add(s, share: d / largest) }
    }
    core = coreSum.mean
    outerToInner = outer.compared(with: inner)
    // A bin of a few pixels shows noise rather than the lesion, and could pose as the peak.
    var last = bins.count - 1
    while last > 0, bins[last].count < Self.enoughPixels {
      bins[last - 1].join(bins[last])
      bins[last] = DepthBin()
      last -= 1
    }
    for bin in bins where bin.count > 0 {
      depth.append(bin.depth)
      signal.append(bin.signal)
    }
  }
}

/// The pixels of one step of depth.
private struct DepthBin {
  private var depths = Tally()
  private var signals = Tally()

  /// The number of pixels.
  var count: Int { signals.count }
  /// Their mean depth.
  var depth: Double { depths.mean }
  /// Their mean signal.
  var signal: Double { signals.mean }

  mutating func add(_ value: Double, depth: Double) {
    depths.add(depth)
    signals.add(value)
  }

  mutating func join(_ other: DepthBin) {
    depths.join(other.depths)
    signals.join(other.signals)
  }
}

/// The signal of a zone against the dome that a body of even density projects.
///
/// `t(d) = √(R² − (Dmax − d)²)` with R a twentieth above Dmax: a lesion's edge is drawn where its mineral becomes visible, which
/// is a little inside the body.
private struct DomeZone {
  private static let radius = 1.05
  private var signal = 0.0
  private var dome = 0.0

  mutating func add(_ value: Double, share: Double) {
    signal += value
    dome += (Self.radius * Self.radius - (1 - share) * (1 - share)).squareRoot()
  }

  /// Signal over dome, divided by the same of an inner zone; infinite over an inner zone without signal, `nan` where either
  /// zone is empty or neither has signal.
  func compared(with inner: DomeZone) -> Double {
    guard dome > 0, inner.dome > 0 else { return .nan }
    if inner.signal <= 0 { return signal > 0 ? .infinity : .nan }
    return (signal / dome) / (inner.signal / inner.dome)
  }
}
