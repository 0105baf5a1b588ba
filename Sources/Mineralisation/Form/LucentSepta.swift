import Raster
import RasterKernels

/// The share of a lesion's inside that is lucent lines: narrower than 2 mm and darker by a quarter than what they divide.
///
/// Grey closing by a square of 2 mm fills such lines. A pixel belongs to one where the closing lies above the signal by more
/// than a quarter of itself and by more than it does in 19 of 20 pixels of the soft tissue around, which is what noise makes
/// of it. Only what lies 1 mm inside the outer edge counts; `nil` where nothing does.
func lucentSeptaFraction(place: LesionNeighbourhood, references: LocalReferences) -> Double? {
  let scale = place.scale
  let inside = eroded(holesFilled(place.lesion), radius: 1, spacingX: scale.x, spacingY: scale.y)
  guard !inside.isEmpty else { return nil }
  let smooth = gaussianBlurred(references.excess, sigmaX: 0.2 / scale.x, sigmaY: 0.2 / scale.y)
  let filling = closed(
    smooth, halfWidth: max(1, Int((1 / scale.x).rounded())), halfHeight: max(1, Int((1 / scale.y).rounded())))
  let level = filling.samples.span
  let signal = smooth.samples.span
  var usual: [Float] = []
  for run in LabelMap(references.around).runs {
    let row = run.y * smooth.width
    for i in row + run.start..<row + run.end { usual.append(level[i] - signal[i]) }
  }
  let noise = quantile(0.95, of: usual) ?? 0
  var total = 0
  var lucent = 0
  for run in LabelMap(inside).runs {
    let row = run.y * smooth.width
    total += run.count
    for i in row + run.start..<row + run.end where level[i] - signal[i] > max(noise, level[i] / 4) { lucent += 1 }
  }
  return Double(lucent) / Double(total)
}
