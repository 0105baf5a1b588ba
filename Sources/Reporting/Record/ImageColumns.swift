import Mineralisation
import Raster

/// The fields of an image, in the order of images.csv; what follows them is in the record alone.
let imageColumns: [Column<ImageResult>] =
  imageIdentity + imageScale + imageSummary + imageProvenance + imageDetail + fieldFractions

private let imageIdentity: [Column<ImageResult>] = [
  .text("id", "The name under which everything of this image is filed.") { $0.id },
  .text("image", "The path of the image as it was given.") { $0.image },
  .choice("status", of: ["ok", "error"], "Whether the image was measured.") { $0.error == nil ? "ok" : "error" },
  .text("error", "Why it was not: what was found, what was expected, what to do.") { $0.error },
  .integer("width_px", "Columns, after any stored rotation was applied.") { $0.radiograph?.width },
  .integer("height_px", "Rows, after any stored rotation was applied.") { $0.radiograph?.height },
  .integer("bit_depth", "Bits that a stored grey value uses.") { $0.radiograph?.bitDepth },
  .choice("polarity", "Which end of the grey scale is bone.") { $0.analysis?.field.polarity },
]

private let imageScale: [Column<ImageResult>] = [
  .numberOrPair("spacing_mm", "Millimetres per pixel at the detector; columns,rows where the two differ.") {
    $0.radiograph?.spacing.flatMap(spacingDigits)
  },
  .choice("spacing_source", of: ["user", "marker", "file_density", "none"], "How the spacing is known.") {
    $0.radiograph.map { $0.spacing?.source.rawValue ?? "none" }
  },
  .number("magnification", places: 4, "The stated enlargement that lengths are divided by; empty: none.") {
    $0.radiograph?.magnification?.factor
  },
]

private let imageSummary: [Column<ImageResult>] = [
  .choice("segmentation", of: ["auto", "given"], "Whether the lesions were found or given.") {
    $0.analysis.map { $0.lesions.given ? "given" : "auto" }
  },
  .integer("bone_count", "Bones found or given.") { $0.analysis?.bones.bones.count },
  .integer("lesion_count", "Lesions found or given.") { $0.analysis?.measurements.count },
  .number("lesion_area_mm2", places: 3, "The area of all lesions together.") { result in
    guard let lesions = result.analysis?.measurements, result.radiograph?.spacing != nil else { return nil }
    return lesions.reduce(0) { $0 + ($1.shape.areaMM2 ?? 0) }
  },
  .number("largest_lesion_feret_mm", places: 3, "The longest maximum Feret diameter of any lesion.") {
    $0.analysis?.measurements.compactMap(\.shape.feretMaxMM).max()
  },
  .number("gap_mm", places: 3, "The shortest distance between opposing bone surfaces, spurs included.") {
    $0.analysis?.grade.gapMM
  },
  .number("gap_uncertainty_mm", places: 3, "Its standard uncertainty.") { $0.analysis?.grade.gapUncertaintyMM },
  .choice("brooker", "Brooker's class, or I+ where the image supports no more than `at least I`.") {
    $0.scheme == .dellaValle ? nil : $0.analysis?.grade.brooker
  },
  .choice("della_valle", "Della Valle's grade.") { $0.scheme == .brooker ? nil : $0.analysis?.grade.dellaValle },
  .flag("borderline", "Whether the grade could fall the other way within the uncertainty.") {
    $0.analysis?.grade.borderline
  },
  .text("grade_basis", "Why the grade is what it is.") { $0.analysis?.grade.basis },
  .texts("warnings", "What a reader of the numbers should know.") { $0.warnings + ($0.analysis?.warnings ?? []) },
]

private let imageProvenance: [Column<ImageResult>] = [
  .text("sha256", "The SHA-256 of the image's bytes.") { $0.provenance.imageDigest },
  .text("software_version", "The version that measured.") { _ in Software.version },
  .text("settings_hash", "The SHA-256 of the settings.") { $0.provenance.settingsDigest },
]

private let imageDetail: [Column<ImageResult>] = [
  .number("spacing_x_mm", places: 6, "Millimetres from column to column at the detector.") {
    $0.radiograph?.spacing?.x
  }.recordOnly,
  .number("spacing_y_mm", places: 6, "Millimetres from row to row at the detector.") { $0.radiograph?.spacing?.y }
    .recordOnly,
  .number("spacing_relative_uncertainty", places: 6, "The spacing's standard uncertainty as a fraction of one.") {
    $0.radiograph?.spacing?.relativeUncertainty
  }.recordOnly,
  .number("marker_diameter_px", places: 3, "The fitted diameter of the calibration marker.") { $0.marker?.diameterPx }
    .recordOnly,
  .number("marker_residual_px", places: 3, "How far the marker's edge strays from the fitted circle.") {
    $0.marker?.residualPx
  }.recordOnly,
  .number("marker_arc_fraction", places: 3, "The share of the marker's edge that was seen.") {
    $0.marker?.arcFraction
  }.recordOnly,
  .number("magnification_uncertainty", places: 4, "The magnification's standard uncertainty.") {
    $0.radiograph?.magnification?.uncertainty
  }.recordOnly,
  .choice("plane", of: ["detector", "object"], "The plane in which lengths hold.") {
    $0.radiograph.map { $0.magnification == nil ? "detector" : "object" }
  }.recordOnly,
  .number("working_scale_mm_per_px", places: 4, "The scale that the segmentation worked with, and nothing else.") {
    $0.analysis?.workingScale
  }.recordOnly,
  .number("polarity_confidence", places: 3, "How sure the polarity is; 1 where it was stated.") {
    $0.analysis?.field.polarityConfidence
  }.recordOnly,
  .texts("bones", "The names of the bones, in the order of their labels in the mask.") {
    $0.analysis?.bones.bones.map(\.name)
  }.recordOnly,
  .text("bone_mask_sha256", "The SHA-256 of the given bone mask.") { $0.provenance.boneMaskDigest }.recordOnly,
  .text("lesion_mask_sha256", "The SHA-256 of the given lesion mask.") { $0.provenance.lesionMaskDigest }.recordOnly,
  .text("roi_sha256", "The SHA-256 of the given region of interest.") { $0.provenance.regionOfInterestDigest }
    .recordOnly,
  .text("input_hash", "One SHA-256 of everything that this record depends on.") { $0.provenance.inputDigest }
    .recordOnly,
]

/// The share of each kind of region of the field but tissue.
private let fieldFractions: [Column<ImageResult>] = Field.Region.allCases.filter { $0 != .tissue }.map { region in
  .number("\(region)_fraction", places: 4, "The share of the image that shows \(region.words).") {
    $0.analysis?.field.fraction(of: region)
  }.recordOnly
}

extension Field.Region {
  fileprivate var words: String {
    switch self {
    case .tissue: "exposed tissue"
    case .air: "direct exposure beside the body"
    case .collimation: "collimation or the border of a plate"
    case .letters: "letters, stamps and text"
    case .metal: "metal"
    case .ruler: "a ruler"
    case .ball: "a calibration ball or another round piece of metal"
    }
  }
}

/// The digits of a spacing along columns and along rows.
private func spacingDigits(_ spacing: PixelSpacing) -> (x: String, y: String)? {
  guard let x = fixedDecimals(spacing.x, places: 6), let y = fixedDecimals(spacing.y, places: 6) else { return nil }
  return (trimmed(x), trimmed(y))
}

/// Decimals without the zeros at their end; one stays, as the command line asks for in a pair.
private func trimmed(_ digits: String) -> String {
  var text = digits[...]
  while text.hasSuffix("0"), !text.hasSuffix(".0") { text = text.dropLast() }
  return String(text)
}
