import Raster

/// Measures one radiograph: field, bones, lesions, every lesion's numbers, and the grade.
///
/// - Throws: ``AnalysisError`` where what was given does not fit the radiograph.
public func analyse(_ input: AnalysisInput, settings: AnalysisSettings = .init()) throws(AnalysisError) -> Analysis {
  try input.validate()
  let radiograph = input.radiograph
  let segmentation = segment(input, settings: settings)
  var measurements = measureLesions(radiograph, segmentation)
  if let radiomics = settings.radiomics {
    let features = measureRadiomics(
      of: segmentation.lesions.labels, samples: radiograph.samples, spacing: radiograph.measuringSpacing,
      settings: radiomics)
    for i in measurements.indices { measurements[i].radiomics = features[measurements[i].id - 1] }
  }
  let (grade, joints) = gradeJoints(
    segmentation, measurements, spacing: radiograph.measuringSpacing, region: input.region)
  return Analysis(
    field: segmentation.field, bones: segmentation.bones, lesions: segmentation.lesions, measurements: measurements,
    joints: joints, grade: grade, workingScale: segmentation.workingScale, warnings: segmentation.warnings)
}
