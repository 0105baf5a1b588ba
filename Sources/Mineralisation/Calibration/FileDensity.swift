public import Raster

/// The density that a file states, with what to say of it.
public struct FileDensitySpacing: Sendable, Equatable {
  /// The spacing that follows from it.
  public let spacing: PixelSpacing
  /// What a reader should know of it.
  public let warnings: [String]
}

/// Densities in pixels per inch that programs write by default: they belong to paper and screens, not to an anatomy.
private let printDensities = [72.0, 96.0, 150.0, 300.0]

/// The spacing of a file that states `x` and `y` pixels per millimetre (PNG's pHYs in metres, JPEG's or EXIF's density).
///
/// Only where the user trusts it. 72, 96, 150 and 300 pixels per inch (within 0.5 %) warn even then.
///
/// - Returns: `nil` unless both are finite and above 0.
public func spacing(fromFileDensity x: Double, _ y: Double) -> FileDensitySpacing? {
  guard x > 0, y > 0, let spacing = PixelSpacing(x: 1 / x, y: 1 / y, source: .fileDensity) else { return nil }
  let print = printDensities.first { abs(x * 25.4 / $0 - 1) < 0.005 || abs(y * 25.4 / $0 - 1) < 0.005 }
  let warnings = print.map {
    [
      "the file's density of \(decimal($0, places: 0)) pixels per inch is a default of print and screen: "
        + "it is probably not the spacing of the detector"
    ]
  }
  return FileDensitySpacing(spacing: spacing, warnings: warnings ?? [])
}
