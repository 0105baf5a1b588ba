import Reporting

/// A value of one lesion, or of the image, under many small changes.
struct RepeatedValue: Sendable, Equatable {
  /// The lesion as it is called unperturbed; `nil` for a value of the image.
  let lesion: Int?
  /// The column's name.
  let name: String
  /// The value without any change.
  let unperturbed: Double?
  /// The values under the changes in which it was measured.
  var values: [Double] = []

  /// The values of a lesion that are repeated: all numbers but places and stored grey values, which the changes alter.
  static let lesionNames = [
    "area_mm2", "area_px", "perimeter_mm", "feret_max_mm", "feret_min_mm", "major_axis_mm", "minor_axis_mm",
    "elongation", "sphericity", "solidity", "equivalent_diameter_mm", "max_depth_mm", "relative_density", "cnr",
    densityPerDepth, "core_to_peak", "rim_thickness_mm", "rim_completeness_fraction", "cleft_width_mm",
    "cleft_width_min_mm", "cleft_extent_fraction", "cleft_contrast", "contact_length_mm", "contact_fraction",
    "distance_to_bone_mm", "edge_sharpness_per_mm", "lucent_septa_fraction", "component_count",
    "component_size_median_mm", "distance_to_skin_mm",
  ]
  /// The values of an image that are repeated.
  static let imageNames = ["lesion_area_mm2", "largest_lesion_feret_mm", "gap_mm"]

  private static let densityPerDepth = "density_per_depth"

  /// The value called `name` in a record or in one of its lesions.
  static func value(_ name: String, in json: JSONValue) -> Double? {
    guard name == densityPerDepth else { return json[name]?.double }
    guard let density = json["relative_density"]?.double, let depth = json["max_depth_mm"]?.double, depth > 0 else {
      return nil
    }
    return density / depth
  }

  /// The header of perturbation.csv.
  static let header = [
    "id", "lesion_id", "value", "unperturbed", "mean", "sd", "cv_percent", "n_measured", "n_missed",
  ]

  /// The row of perturbation.csv for an image under `count` changes.
  func row(id: String, count: Int) -> [String] {
    let n = Double(values.count)
    let mean = values.isEmpty ? nil : values.reduce(0, +) / n
    var deviation: Double?
    if let mean, values.count > 1 {
      deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    }
    var variation: Double?
    if let mean, let deviation, mean != 0 { variation = 100 * deviation / abs(mean) }
    func digits(_ value: Double?, _ places: Int) -> String { value.flatMap { fixedDecimals($0, places: places) } ?? "" }
    return [
      withoutFormula(id), lesion.map { String($0) } ?? "", name, digits(unperturbed, 4), digits(mean, 4),
      digits(deviation, 4), digits(variation, 3), String(values.count), String(count - values.count),
    ]
  }
}
