public import Mineralisation
public import Raster
public import RasterCodecs
public import Reporting

/// Everything that may change a number of a batch; a manifest's row overrides what it states itself.
public struct MeasureSettings: Sendable, Equatable {
  /// How lesions are found and measured.
  public var analysis = AnalysisSettings()
  /// The stated spacing of every image.
  public var spacing: PixelSpacing?
  /// The stated magnification of every image.
  public var magnification: Magnification?
  /// The diameter of the calibration marker, where one is in the images.
  public var markerDiameterMM: Double?
  /// The diameters that a marker may have, in millimetres.
  public static let markerDiametersMM = 0.1...1000.0
  /// Whether the density that a file states is its pixel spacing.
  public var trustsFileDensity = false
  /// Which end of the grey scale is bone; `nil` finds it out.
  public var polarity: Polarity?
  /// The body region of every image.
  public var region: String?
  /// What a file may cost, and whether one that ends early is taken.
  public var limits = DecodingLimits()
  /// Which grades are written.
  public var scheme = GradingScheme.both
  /// Whether text in the image is blanked in overlays and report; no number changes, but the pictures must be made anew.
  public var redactsText = false

  /// The defaults.
  public init() {}

  /// The settings in full, in a fixed order.
  public var json: JSONValue { .object(SettingKey.all.map { .init($0.name, $0.read(self)) }) }

  /// The SHA-256 of ``json``.
  public var digest: String { sha256(json.line) }
}
