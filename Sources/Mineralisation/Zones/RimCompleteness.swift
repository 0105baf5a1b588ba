import Raster
import RasterKernels

/// The share of the edge whose own outer zone shows the rim.
///
/// At each piece of the outline the signal is read inwards, averaged over the pieces within two millimetres. A piece shows the
/// rim where its mean over the rim's depth (from half-way to the peak to the rim's end) lies above its mean just inside (from
/// the rim's end on for the same distance, not past the core); a body of even density rises inwards instead. Each piece is
/// compared with its own inside, so that a slope of the soft tissue under the lesion shifts nothing.
func rimCompleteness(
  of profile: DepthProfile, thickness: Double, excess: Plane<Float>, outline: LesionOutline, scale: ImageScale
) -> Double? {
  let sites = outline.sites
  let first = min(profile.depth[profile.peakIndex], thickness) / 2
  let last = min(2 * thickness - first, profile.deepest)
  guard !sites.isEmpty, last > thickness else { return nil }
  let inward = SignalProfiles(
    excess, from: sites.map { ($0.x, $0.y, -$0.normalX, -$0.normalY) }, first: first, last: last,
    step: (last - first) / 16, scale: scale)
  let index = NeighbourIndex(sites, radius: 2)
  var lines: [Int] = []
  var profile: [Double] = []
  var shown = 0.0
  var total = 0.0
  for (i, site) in sites.enumerated() {
    var outer = Tally()
    var inner = Tally()
    index.neighbours(of: i, into: &lines)
    inward.mean(of: lines, into: &profile)
    for (k, value) in profile.enumerated() {
      if inward.place(k) <= thickness { outer.add(value) } else { inner.add(value) }
    }
    total += site.length
    if outer.mean > inner.mean { shown += site.length }
  }
  return total > 0 ? shown / total : nil
}
