import RasterKernels
public import Reporting

extension Evaluation {
  /// The figures over all images in one object, three decimals each: names and definitions of the project's scoring script.
  ///
  /// Errors of measurements are those of found lesions; `answered` says how many of these have a value.
  public var score: JSONValue {
    let lesions = cases.flatMap(\.lesions)
    let found = lesions.count { $0.found }
    let falseLesions = cases.reduce(0) { $0 + $1.falseLesions }
    let clean = cases.filter { $0.lesions.isEmpty }
    let zonal = lesions.compactMap(\.zonal)
    var members: [JSONValue.Member] = [
      .init("cases", .integer(cases.count)), .init("errors", .integer(cases.count { $0.status != "ok" })),
      .init("lesions", .integer(lesions.count)), .init("found", .integer(found)),
      .init("sensitivity", thousandths(Double(found) / Double(max(lesions.count, 1)))),
      .init("false_per_image", thousandths(Double(falseLesions) / Double(max(cases.count, 1)))),
      .init("clean_images", .integer(clean.count)),
      .init("clean_images_with_false", .integer(clean.count { $0.falseLesions > 0 })),
      .init("dice_mean", figure("dice_mean")), .init("dice_median", figure("dice_median")),
      .init("bone_dice_mean", figure("bone_dice_mean")),
    ]
    for (name, measurement) in [
      ("area_error", .area), ("feret_error", .feret), ("rim_thickness_error_mm", .rim),
      ("cleft_width_error_mm", .cleft),
    ] as [(String, EvaluatedMeasurement)] {
      let asked = lesions.filter { $0.found && $0.errors.contains { $0.measurement == measurement } }
      members.append(.init(name, errors(asked.map { $0.error(measurement) })))
    }
    members.append(.init("gap_error_mm", errors(cases.filter(\.asksForGap).map(\.gapError))))
    members += [
      .init("zonal_accuracy", figure("zonal_accuracy")), .init("zonal_n", .integer(zonal.count)),
    ]
    if cases.contains(where: { $0.brooker != nil }) {
      members += ["brooker_exact", "brooker_weighted_kappa", "della_valle_exact", "della_valle_weighted_kappa"].map {
        .init($0, figure($0))
      }
    }
    return .object(members)
  }

  private func figure(_ name: String) -> JSONValue {
    guard let figure = EvaluationFigure.all.first(where: { $0.name == name }) else { return .null }
    return figure.combined(cases.flatMap { figure.values($0) { _ in true } }).map(thousandths) ?? .null
  }

  private func errors(_ errors: [Double?]) -> JSONValue {
    let known = errors.compactMap { $0.map(abs) }
    return .object([
      .init("n", .integer(errors.count)), .init("answered", .integer(known.count)),
      .init("median_abs", quantile(0.5, of: known).map(thousandths) ?? .null),
      .init("p90_abs", quantile(0.9, of: known).map(thousandths) ?? .null),
    ])
  }
}

private func thousandths(_ value: Double) -> JSONValue { .decimal(roundedDecimal(value, places: 3), places: 3) }
