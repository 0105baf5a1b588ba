extension EvaluationFigure {
  static let brookerClasses = ["0", "I", "II", "III", "IV"]
  static let dellaValleGrades = ["A", "B", "C"]

  /// Every figure, in the order of the tables.
  static let all: [EvaluationFigure] = ofDetection + ofOutlines + ofMeasurements + ofGrades

  /// What is found and what should not be.
  private static let ofDetection: [EvaluationFigure] = [
    .init(lesion: "sensitivity", .mean) { $0.found ? 1 : 0 },
    .init(image: "false_lesions_per_image", .mean) { [Double($0.falseLesions)] },
    .init(image: "clean_images_with_false_fraction", .mean) {
      $0.lesions.isEmpty ? [$0.falseLesions > 0 ? 1 : 0] : []
    },
  ]

  /// How well outlines fit.
  private static let ofOutlines: [EvaluationFigure] = [
    .init(image: "dice_mean", .mean) { $0.hasLesion ? [$0.dice] : [] },
    .init(image: "dice_median", .quantile(0.5)) { $0.hasLesion ? [$0.dice] : [] },
    .init(image: "bone_dice_mean", .mean) { $0.boneDice.map { [$0] } ?? [] },
    .init(image: "surface_distance_mean_mm", .mean) { $0.surface.map { [$0.mean] } ?? [] },
    .init(image: "surface_distance_median_mm", .quantile(0.5)) { $0.surface.map { [$0.mean] } ?? [] },
    .init(image: "hausdorff_95_mean_mm", .mean) { $0.surface.map { [$0.hausdorff95] } ?? [] },
    .init(image: "hausdorff_95_median_mm", .quantile(0.5)) { $0.surface.map { [$0.hausdorff95] } ?? [] },
    .init(lesion: "lesion_dice_mean", .mean) { $0.dice },
    .init(lesion: "lesion_surface_distance_mean_mm", .mean) { $0.surface.mean },
    .init(lesion: "lesion_surface_distance_median_mm", .quantile(0.5)) { $0.surface.mean },
    .init(lesion: "lesion_hausdorff_95_mean_mm", .mean) { $0.surface.hausdorff95 },
    .init(lesion: "lesion_hausdorff_95_median_mm", .quantile(0.5)) { $0.surface.hausdorff95 },
  ]

  private static let ofMeasurements: [EvaluationFigure] =
    EvaluatedMeasurement.allCases.flatMap { measurement -> [EvaluationFigure] in
      let unit = measurement.isRelative ? "fraction" : "mm"
      let name = measurement.rawValue
      return [
        .init(lesion: "\(name)_error_median_\(unit)", .quantile(0.5)) { $0.error(measurement).map(abs) },
        .init(lesion: "\(name)_error_p90_\(unit)", .quantile(0.9)) { $0.error(measurement).map(abs) },
        .init(lesion: "\(name)_bias_\(unit)", .mean) { $0.error(measurement) },
        .init(lesion: "\(name)_right_fraction", .mean) { lesion in
          guard lesion.errors.contains(where: { $0.measurement == measurement }) else { return nil }
          return lesion.error(measurement).map { abs($0) <= measurement.tolerance } == true ? 1 : 0
        },
      ]
    } + [
      .init(image: "gap_error_median_mm", .quantile(0.5)) { $0.gapError.map { [abs($0)] } ?? [] },
      .init(image: "gap_error_p90_mm", .quantile(0.9)) { $0.gapError.map { [abs($0)] } ?? [] },
      .init(image: "gap_bias_mm", .mean) { $0.gapError.map { [$0] } ?? [] },
      .init(image: "gap_right_fraction", .mean) { image in
        image.asksForGap ? [image.gapError.map { abs($0) <= 1 } == true ? 1 : 0] : []
      },
    ]

  /// Patterns and grades.
  private static let ofGrades: [EvaluationFigure] = [
    .init(lesion: "zonal_accuracy", .mean) { $0.zonal.map { $0.wanted == $0.given ? 1 : 0 } },
    .init(lesion: "zonal_right_fraction", .mean) { lesion in
      lesion.asksForZones ? (lesion.zonal.map { $0.wanted == $0.given } == true ? 1 : 0) : nil
    },
    .init(image: "brooker_exact", .mean) { $0.brooker.map { [$0.truth == $0.given ? 1 : 0] } ?? [] },
    .init(image: "brooker_weighted_kappa", .kappa(grades: brookerClasses.count)) {
      [$0.brooker.flatMap { GradePairs.code($0, brookerClasses) }].compactMap { $0 }
    },
    .init(image: "della_valle_exact", .mean) { $0.dellaValle.map { [$0.truth == $0.given ? 1 : 0] } ?? [] },
    .init(image: "della_valle_weighted_kappa", .kappa(grades: dellaValleGrades.count)) {
      [$0.dellaValle.flatMap { GradePairs.code($0, dellaValleGrades) }].compactMap { $0 }
    },
  ]

  /// Figures that say nothing where the masks were given.
  static let namesOfSegmentation: Set<String> = Set((ofDetection + ofOutlines).map(\.name))
}

extension EvaluatedLesion {
  /// The error of `measurement`; `nil` where none is known.
  func error(_ measurement: EvaluatedMeasurement) -> Double? {
    errors.first { $0.measurement == measurement }?.error
  }
}
