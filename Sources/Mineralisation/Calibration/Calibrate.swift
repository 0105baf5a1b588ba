import Raster

/// A radiograph with the best spacing known, and how it was found.
struct Calibration: Sendable {
  /// The radiograph with that spacing.
  var radiograph: Radiograph
  /// The marker that the spacing comes from.
  var marker: Marker?
  /// What a reader should know.
  var warnings: [String]
}

/// Settles the spacing: what the user stated, else a marker of known diameter, else what the file states.
func calibrate(_ input: AnalysisInput) -> Calibration {
  var result = Calibration(radiograph: input.radiograph, marker: nil, warnings: [])
  if let diameter = input.markerDiameterMM, input.radiograph.spacing?.source != .user {
    switch findMarker(in: input.radiograph, diameterMM: diameter) {
    case .found(let marker):
      result.marker = marker
      result.radiograph = input.radiograph.with(spacing: marker.spacing(diameterMM: diameter))
    case .refused(let reason): result.warnings.append("marker of \(decimal(diameter, places: 1)) mm: \(reason)")
    }
  }
  if let spacing = result.radiograph.spacing {
    result.warnings += spacingWarnings(spacing, width: result.radiograph.width, height: result.radiograph.height)
  }
  return result
}
