import Raster

/// The grey values of a lesion with what they are beside its surroundings.
///
/// `contrastToSoftTissue` is the mean over the lesion of the signal above the soft tissue's surface beneath it;
/// `relativeDensity` divides that by the height of local cortical bone over the same soft tissue; `cnr` divides it by the local
/// noise. Each is absent where its reference is; cortex no brighter than soft tissue is no reference.
func compared(
  _ greyValues: DensityMeasurements, references: LocalReferences?, corticalLevel: Double?,
  place: LesionNeighbourhood
) -> DensityMeasurements {
  var result = greyValues
  guard let references else { return result }
  var sum = 0.0
  var count = 0
  let excess = references.excess.samples.span
  for run in place.lesionRuns.runs {
    let row = run.y * place.box.width
    for i in row + run.start..<row + run.end { sum += Double(excess[i]) }
    count += run.count
  }
  guard count > 0 else { return result }
  let contrast = sum / Double(count)
  result.contrastToSoftTissue = contrast
  if references.noise > 0 { result.cnr = contrast / references.noise }
  if let corticalLevel {
    let centre = centroid(of: place.lesionRuns)
    let height = corticalLevel - references.softTissue.value(centre.x, centre.y)
    if height > 0 { result.relativeDensity = contrast / height }
  }
  return result
}
