import Raster

/// Grades each joint and the image as a whole.
func gradeJoints(
  _ segmentation: Segmentation, _ measurements: [LesionMeasurements], spacing: PixelSpacing?
) -> (grade: Grade, joints: [Joint]) {
  (Grade(brooker: nil, dellaValle: nil, basis: "not graded"), [])
}
