import Mineralisation
import Raster

/// The fields of a lesion after the image's `id`, in the order of lesions.csv; what follows them is in the record alone.
let lesionColumns: [Column<LesionMeasurements>] =
  lesionShape + lesionDensity + lesionZones + lesionCleft + lesionForm + lesionDetail

private let lesionShape: [Column<LesionMeasurements>] = [
  .integer("lesion_id", "The value of the lesion's pixels in the lesion mask.") { $0.id },
  .number("area_mm2", places: 3, "Pixels times pixel area.") { $0.shape.areaMM2 },
  .integer("area_px", "The number of pixels.") { $0.shape.areaPx },
  .number("perimeter_mm", places: 3, "The length of the outline, holes included.") { $0.shape.perimeterMM },
  .number("feret_max_mm", places: 3, "The longest distance across.") { $0.shape.feretMaxMM },
  .number("feret_min_mm", places: 3, "The shortest distance between two parallels that hold it.") {
    $0.shape.feretMinMM
  },
  .number("major_axis_mm", places: 3, "The long axis of the ellipse of the same moments.") { $0.shape.majorAxisMM },
  .number("minor_axis_mm", places: 3, "Its short axis.") { $0.shape.minorAxisMM },
  .number("elongation", places: 4, "Minor over major: 1 is round, 0 a line.") { $0.shape.elongation },
  .number("sphericity", places: 4, "The perimeter of the circle of the same area over the perimeter.") {
    $0.shape.sphericity
  },
  .number("solidity", places: 4, "Area over the area of the convex hull.") { $0.shape.solidity },
  .number("equivalent_diameter_mm", places: 3, "The diameter of the circle of the same area.") {
    $0.shape.equivalentDiameterMM
  },
  .number("centroid_x_px", places: 2, "The mean column.") { $0.shape.centroid.x },
  .number("centroid_y_px", places: 2, "The mean row.") { $0.shape.centroid.y },
  .integer("bbox_x_px", "The first column.") { $0.shape.boundingBox.x },
  .integer("bbox_y_px", "The first row.") { $0.shape.boundingBox.y },
  .integer("bbox_w_px", "Columns from first to last.") { $0.shape.boundingBox.width },
  .integer("bbox_h_px", "Rows from first to last.") { $0.shape.boundingBox.height },
  .number("max_depth_mm", places: 3, "The largest inward distance to the edge.") { $0.shape.maxDepthMM },
]

private let lesionDensity: [Column<LesionMeasurements>] = [
  .number("mean", places: 2, "The mean of the stored values.") { $0.density.mean },
  .number("median", places: 2, "Their median.") { $0.density.median },
  .number("p10", places: 2, "Their tenth percentile.") { $0.density.p10 },
  .number("p90", places: 2, "Their ninetieth percentile.") { $0.density.p90 },
  .number("sd", places: 2, "Their standard deviation.") { $0.density.sd },
  .number("contrast_to_soft_tissue", places: 2, "The mean over the local soft tissue, in stored values.") {
    $0.density.contrastToSoftTissue
  },
  .number("relative_density", places: 4, "0 at local soft tissue, 1 at local cortical bone.") {
    $0.density.relativeDensity
  },
  .number("cnr", places: 3, "Contrast over the local noise.") { $0.density.cnr },
]

private let lesionZones: [Column<LesionMeasurements>] = [
  .number("core_to_peak", places: 4, "The core's mean signal over the depth profile's peak.") { $0.zones.coreToPeak },
  .number("rim_thickness_mm", places: 3, "The depth past the peak where the signal falls half-way to the core.") {
    $0.zones.rimThicknessMM
  },
  .number("rim_completeness_fraction", places: 4, "The share of the edge whose own outer zone shows the rim.") {
    $0.zones.rimCompletenessFraction
  },
  .choice("zonal_pattern", "Where the mineral lies, judged against a solid body's dome.") { $0.zones.pattern },
]

private let lesionCleft: [Column<LesionMeasurements>] = [
  .number("cleft_width_mm", places: 3, "The median width of the lucent line to the cortex.") { $0.cleft.widthMM },
  .number("cleft_width_min_mm", places: 3, "Its narrowest place.") { $0.cleft.widthMinMM },
  .number("cleft_extent_fraction", places: 4, "The share of the facing edge that shows it.") {
    $0.cleft.extentFraction
  },
  .number("cleft_contrast", places: 4, "How deep the valley is: 1 as dark as soft tissue.") { $0.cleft.contrast },
  .number("contact_length_mm", places: 3, "The length over which lesion and bone touch.") {
    $0.cleft.contactLengthMM
  },
  .number("contact_fraction", places: 4, "Its share of the facing edge.") { $0.cleft.contactFraction },
  .number("distance_to_bone_mm", places: 3, "The shortest distance from the lesion's edge to bone's.") {
    $0.cleft.distanceToBoneMM
  },
  .text("nearest_bone", "The name of the nearest bone.") { $0.cleft.nearestBone },
  .choice("attachment", "How the lesion relates to it.") { $0.cleft.attachment },
]

private let lesionForm: [Column<LesionMeasurements>] = [
  .choice("form", "The shape in the field's words.") { $0.form.form },
  .choice("maturity", "How far ossification has come.") { $0.form.maturity },
  .number("edge_sharpness_per_mm", places: 4, "The steepest normalised slope across the edge.") {
    $0.form.edgeSharpnessPerMM
  },
  .number("lucent_septa_fraction", places: 4, "The share of the inside that is lucent lines.") {
    $0.form.lucentSeptaFraction
  },
  .integer("component_count", "Connected pieces.") { $0.form.componentCount },
  .number("component_size_median_mm", places: 3, "The median of the pieces' maximum Feret diameters.") {
    $0.form.componentSizeMedianMM
  },
  .texts("origin_bones", "The bones it grows from.") { $0.form.originBones },
  .number("distance_to_skin_mm", places: 3, "The shortest distance to the skin.") { $0.form.distanceToSkinMM },
  .choice("compartment", "The depth under the skin.") { $0.form.compartment },
]

private let lesionDetail: [Column<LesionMeasurements>] = [
  .number("feret_max_uncertainty_mm", places: 3, "The standard uncertainty of feret_max_mm.") {
    $0.shape.feretMaxUncertaintyMM
  }.recordOnly,
  .number("rim_thickness_uncertainty_mm", places: 3, "The standard uncertainty of rim_thickness_mm.") {
    $0.zones.rimThicknessUncertaintyMM
  }.recordOnly,
  .number("cleft_width_uncertainty_mm", places: 3, "The standard uncertainty of cleft_width_mm.") {
    $0.cleft.widthUncertaintyMM
  }.recordOnly,
  .flag("may_be_phlebolith", "Round and under 6 mm: 66 % of phleboliths show a lucent centre.") {
    $0.zones.mayBePhlebolith
  }.recordOnly,
  .number("confidence", places: 3, "The probability of mineralisation outside native bone; empty where given.") {
    $0.evidence?.confidence
  }.recordOnly,
  .numbers("origin_bone_labels", places: 0, "The labels of origin_bones in the bone mask.") {
    $0.form.originBoneLabels.map(Double.init)
  }.recordOnly,
  .numbers("profile_depth_mm", places: 3, "The depths of the zonal profile, edge to core.") {
    $0.zones.profile?.depthMM
  }.recordOnly,
  .numbers("profile_signal", places: 3, "The mean signal over soft tissue at those depths.") {
    $0.zones.profile?.signal
  }.recordOnly,
]
