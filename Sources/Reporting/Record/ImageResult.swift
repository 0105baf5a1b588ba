public import Mineralisation
public import Raster

/// What became of one image, before it is written anywhere.
public struct ImageResult: Sendable {
  /// The name under which everything of this image is filed.
  public var id: String
  /// The image's path as the user wrote it.
  public var image: String
  /// The radiograph's size, range and scale; `nil` where it could not be decoded.
  public var radiograph: RadiographFacts?
  /// The calibration marker that the spacing comes from.
  public var marker: Marker?
  /// What was measured; `nil` where something failed.
  public var analysis: Analysis?
  /// Why nothing was measured.
  public var error: String?
  /// What a reader of the numbers should know, besides the analysis's own warnings.
  public var warnings: [String] = []
  /// Which of the two schemes are written.
  public var scheme: GradingScheme = .both
  /// What this result was made from.
  public var provenance: Provenance
  /// What the user stated about this image and no measurement uses: the manifest's other columns.
  public var passThrough: [JSONValue.Member] = []

  /// A result without any content yet.
  public init(id: String, image: String, provenance: Provenance) {
    self.id = id
    self.image = image
    self.provenance = provenance
  }
}

/// Which grades are written.
public enum GradingScheme: String, Sendable, Equatable, CaseIterable {
  /// Brooker's class alone.
  case brooker
  /// Della Valle's grade alone.
  case dellaValle = "della-valle"
  /// Both.
  case both
}

/// What a record tells of the radiograph itself.
public struct RadiographFacts: Sendable, Equatable {
  /// The number of columns.
  public var width: Int
  /// The number of rows.
  public var height: Int
  /// The number of bits that a sample uses.
  public var bitDepth: Int
  /// Millimetres per pixel at the detector.
  public var spacing: PixelSpacing?
  /// The stated enlargement.
  public var magnification: Magnification?

  /// The facts of `radiograph`.
  public init(_ radiograph: Radiograph) {
    width = radiograph.width
    height = radiograph.height
    bitDepth = radiograph.bitDepth
    spacing = radiograph.spacing
    magnification = radiograph.magnification
  }
}

/// What a record was made from: enough to tell whether it must be made again.
public struct Provenance: Sendable, Equatable {
  /// The SHA-256 of the image's bytes.
  public var imageDigest: String?
  /// The SHA-256 of the given bone mask's bytes.
  public var boneMaskDigest: String?
  /// The SHA-256 of the given lesion mask's bytes.
  public var lesionMaskDigest: String?
  /// The SHA-256 of the given region of interest's bytes.
  public var regionOfInterestDigest: String?
  /// What was stated for this image, settings and version and digests together, as one SHA-256.
  public var inputDigest: String
  /// The settings in full.
  public var settings: JSONValue
  /// The SHA-256 of the settings.
  public var settingsDigest: String

  /// Provenance of something made with `settings`.
  public init(settings: JSONValue, settingsDigest: String, inputDigest: String) {
    self.settings = settings
    self.settingsDigest = settingsDigest
    self.inputDigest = inputDigest
  }
}
