import Raster
import RasterKernels

/// The steepest slope across a lesion's edge, divided by the height of the edge, per millimetre; the median along the edge.
///
/// At each piece of the outline the excess over soft tissue is read from 2 mm outside to 2 mm inside, averaged over the pieces
/// within one millimetre, smoothed by 0.1 mm, and its steepest rise within 1 mm of the mask's edge is divided by its highest
/// value. A step blurred by a Gaussian of standard deviation s gives 1/(s√(2π)). Pieces that touch bone are left out.
func edgeSharpness(
  of outline: LesionOutline, excess: Plane<Float>, place: LesionNeighbourhood, noise: Double
)
  -> Double?
{
  let bone = place.bone.plane.samples.span
  let sites = outline.sites.filter { bone[$0.outsideY * place.box.width + $0.outsideX] == 0 }
  guard !sites.isEmpty else { return nil }
  let step = min(place.scale.mean / 2, 0.1)
  let inward = SignalProfiles(
    excess, from: sites.map { ($0.x, $0.y, -$0.normalX, -$0.normalY) }, first: -2, last: 2, step: step,
    scale: place.scale)
  let index = NeighbourIndex(sites, radius: 1)
  var smoothing = ProfileSmoothing(sigma: 0.1 / step)
  var lines: [Int] = []
  var profile: [Double] = []
  var values: [Double] = []
  for i in sites.indices {
    index.neighbours(of: i, into: &lines)
    inward.mean(of: lines, into: &profile)
    smoothing.smooth(&profile)
    var steepest = 0.0
    var height = 0.0
    for k in profile.indices {
      let t = inward.place(k)
      if abs(t) <= 1 { steepest = max(steepest, slope(of: profile, at: k) / step) }
      if t >= 0 { height = max(height, profile[k]) }
    }
    if height > 2 * noise { values.append(steepest / height) }
  }
  return median(of: values)
}
