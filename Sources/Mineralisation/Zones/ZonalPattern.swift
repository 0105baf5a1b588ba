import Raster

/// The bounds between the patterns, and what a pattern needs to be told.
enum ZoneLimits {
  /// A lesion that is not this deep in pixels is indeterminate.
  static let depthInPixels = 6.0
  /// A lesion that is not this deep in millimetres is indeterminate.
  static let depthInMillimetres = 1.5
  /// A lesion of less contrast to noise is indeterminate.
  static let contrastToNoise = 3.0
  /// The ratio of the zones above which the edge is denser than in a body of even density.
  static let peripheral = 1.32
  /// The ratio below which the core is denser.
  static let central = 0.78
  /// The core must lie below this share of the peak for a rim to be measured.
  static let coreToPeak = 0.8
  /// A rim of fewer pixels is not measured.
  static let rimInPixels = 3.0
  /// A round lesion of a smaller maximum Feret diameter may be a phlebolith.
  static let phlebolith = 6.0
  /// The least ratio of the Feret diameters that counts as round.
  static let round = 0.75
}

/// Where the mineral lies: the profile judged against the dome of a solid body.
///
/// - Parameters:
///   - profile: the signal over the depth.
///   - scale: millimetres per pixel.
///   - contrast: the lesion's mean signal above the soft tissue.
///   - noise: the local noise; 0 in a picture without any.
func zonalPattern(
  of profile: DepthProfile, scale: ImageScale, contrast: Double, noise: Double
)
  -> ZoneMeasurements.Pattern
{
  guard
    profile.deepest >= ZoneLimits.depthInMillimetres,
    profile.deepest >= ZoneLimits.depthInPixels * scale.mean,
    contrast > 0, contrast >= ZoneLimits.contrastToNoise * noise,
    !profile.outerToInner.isNaN
  else { return .indeterminate }
  if profile.outerToInner > ZoneLimits.peripheral { return .peripheral }
  if profile.outerToInner < ZoneLimits.central { return .central }
  return .uniform
}
