import Raster
import RasterKernels

/// The number of lucent centres that mineral encloses, each between 0.5 and 60 mm², and the share of the lesion they take.
///
/// Bright mineral is what lies above 0.6 of the lesion's 90th percentile of excess, smoothed by 0.3 mm; a lucent centre is a
/// part of the rest that bright mineral encloses.
func enclosedLucencies(excess: Plane<Float>, place: LesionNeighbourhood) -> (count: Int, fraction: Double) {
  guard let box = place.lesion.boundingBox else { return (0, 0) }
  let scale = place.scale
  let grown = box.grown(1, 1, within: place.box.width, place.box.height)
  let smooth = gaussianBlurred(excess.cropped(to: grown), sigmaX: 0.3 / scale.x, sigmaY: 0.3 / scale.y)
  let lesion = place.lesion.cropped(to: grown)
  let signal = smooth.samples.span
  let inside = lesion.plane.samples.span
  var values: [Double] = []
  for i in inside.indices where inside[i] != 0 { values.append(Double(signal[i])) }
  guard let high = quantile(0.9, of: values), high > 0 else { return (0, 0) }
  let bright = Mask(of: smooth) { Double($0) > 0.6 * high }.intersection(lesion)
  let centres = labelComponents(of: holesFilled(bright).subtracting(bright), connectivity: .four)
  let kept = centres.pixelCounts.dropFirst().filter { (0.5...60).contains(Double($0) * scale.x * scale.y) }
  let pixels = kept.reduce(0, +)
  return (kept.count, Double(pixels) / Double(max(values.count, 1)))
}
