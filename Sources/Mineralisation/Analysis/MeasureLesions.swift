import Raster

/// Measures every lesion of `segmentation` on `radiograph`.
func measureLesions(_ radiograph: Radiograph, _ segmentation: Segmentation) -> [LesionMeasurements] {
  []
}
