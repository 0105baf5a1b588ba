import Reporting
import Statistics

extension Evaluation {
  /// evaluation.csv: a row per group and figure.
  public var table: String {
    var text = csvLine(["group_by", "group", "images", "lesions", "figure", "n", "estimate", "lower_95", "upper_95"])
    for group in groups {
      for row in group.rows {
        let numbers = [row.value, row.interval?.lower, row.interval?.upper]
        text += csvLine(
          [group.by, withoutFormula(group.name), String(group.images), String(group.lesions), row.figure]
            + [String(row.count)] + numbers.map { $0.flatMap { significantDecimals($0) } ?? "" })
      }
    }
    return text
  }

  /// evaluation_images.csv: a row per image.
  public var imageTable: String {
    var text = csvLine([
      "id", "region", "status", "lesions", "found", "false_lesions", "dice", "bone_dice", "surface_distance_mm",
      "hausdorff_95_mm", "brooker_truth", "brooker", "della_valle_truth", "della_valle", "gap_error_mm", "faults",
    ])
    for image in cases {
      let numbers = [
        image.dice, image.boneDice, image.surface?.mean, image.surface?.hausdorff95,
      ]
      let counts = [image.lesions.count, image.lesions.count { $0.found }, image.falseLesions]
      let grades = [image.brooker?.truth, image.brooker?.given, image.dellaValle?.truth, image.dellaValle?.given]
      text += csvLine(
        [withoutFormula(image.name), withoutFormula(image.region), image.status] + counts.map(String.init)
          + numbers.map { $0.flatMap { significantDecimals($0) } ?? "" } + grades.map { withoutFormula($0 ?? "") }
          + [image.gapError.flatMap { significantDecimals($0) } ?? ""]
          + [withoutFormula(image.faults.joined(separator: "; "))])
    }
    return text
  }

  /// evaluation_lesions.csv: a row per true lesion.
  public var lesionTable: String {
    var text = csvLine(
      ["id", "lesion", "kind", "covered_fraction", "found", "dice", "surface_distance_mm", "hausdorff_95_mm"]
        + EvaluatedMeasurement.allCases.map { "\($0.rawValue)_error_\($0.isRelative ? "fraction" : "mm")" }
        + ["zonal_pattern_truth", "zonal_pattern"])
    for image in cases {
      for lesion in image.lesions {
        let numbers =
          [lesion.dice, lesion.surface.mean, lesion.surface.hausdorff95]
          + EvaluatedMeasurement.allCases.map { lesion.error($0) }
        text += csvLine(
          [withoutFormula(image.name), String(lesion.label), withoutFormula(lesion.kind)]
            + [significantDecimals(lesion.covered) ?? "", lesion.found ? "true" : "false"]
            + numbers.map { $0.flatMap { significantDecimals($0) } ?? "" }
            + [lesion.zonal?.wanted ?? "", lesion.zonal?.given ?? ""])
      }
    }
    return text
  }
}
