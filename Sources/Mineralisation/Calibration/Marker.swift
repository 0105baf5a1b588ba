public import Raster

/// A calibration ball or disc found in a radiograph, with the quality of its fit.
public struct Marker: Sendable, Equatable {
  /// The centre.
  public let centre: Point
  /// The diameter: the mean of the long and the short axis.
  public let diameterPx: Double
  /// The standard uncertainty of ``diameterPx``.
  public let diameterUncertaintyPx: Double
  /// The root mean square distance of the rim from the fitted outline.
  public let residualPx: Double
  /// The share of the rim that lies on the fitted outline and is steep, 0 to 1.
  public let arcFraction: Double
  /// One minus the short axis over the long one: 0 is a circle.
  public let ellipticity: Double

  /// The spacing where the marker measures `diameterMM`, at the height of the marker above the detector.
  ///
  /// - Returns: `nil` unless `diameterMM` is finite and above 0.
  public func spacing(diameterMM: Double) -> PixelSpacing? {
    let mm = diameterMM / diameterPx
    return PixelSpacing(x: mm, y: mm, source: .marker, relativeUncertainty: diameterUncertaintyPx / diameterPx)
  }
}

/// What the search for a marker came to.
public enum MarkerSearch: Sendable, Equatable {
  /// One round object passed every test, or several of one size did.
  case found(Marker)
  /// None did, or several of different sizes; the reason in words.
  case refused(reason: String)
}
