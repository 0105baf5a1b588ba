public import Raster

/// The field of `radiograph` alone, as ``analyse(_:settings:)`` finds it, for a picture of a film that is measured already.
///
/// - Returns: the field, and the millimetres per pixel that it was found with: the true spacing, or an estimate.
public func findField(of radiograph: Radiograph) -> (field: Field, workingScale: Double) {
  var input = AnalysisInput(radiograph: radiograph)
  // Nobody asks for bones here; given ones spare the search.
  input.givenBones = BoneMap.none(width: radiograph.width, height: radiograph.height).labels
  let (field, _, finder, _) = lesionFinder(input, settings: AnalysisSettings())
  return (field, finder.scale.mean)
}
