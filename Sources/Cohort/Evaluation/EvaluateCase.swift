import Raster

/// Compares what was measured on one image with what is true.
func evaluate(
  _ name: String, truth folder: TruthFolder, results: ResultFolder
) throws(EvaluationError) -> EvaluatedCase {
  let row = results.image(name)
  let truth = try folder.truth(of: name, row: row)
  let lesions = try folder.lesions(of: truth)
  let bones = try folder.bones(of: truth)
  let measured = results.mask("lesions", of: truth)
  let overlap = LabelOverlap(truth: lesions, result: measured.labels)
  var faults = [measured.fault].compactMap { $0 }
  var boneDice: Double?
  if let bones, bones.samples.contains(where: { $0 != 0 }) {
    let found = results.mask("bones", of: truth)
    faults += [found.fault].compactMap { $0 }
    boneDice = roundedDecimal(LabelOverlap(truth: bones, result: found.labels).dice, places: 3)
  }
  let grade = truth.brooker != nil
  let gap = grade ? truth.gap.flatMap { $0 == 0 ? nil : $0 } : nil
  return EvaluatedCase(
    name: name, region: truth.region, status: row.map { $0.text("status") ?? "" } ?? "missing",
    dice: roundedDecimal(overlap.dice, places: 3), hasLesion: !overlap.truthCounts.isEmpty, boneDice: boneDice,
    falseLesions: falseLesions(
      truth: lesions, result: measured.labels, counts: overlap.resultCounts, spacing: truth.spacing),
    surface: overlap.truthCounts.isEmpty
      ? nil
      : SurfaceDistances(lesions.objects, measured.labels.objects, spacing: truth.spacing)
        ?? SurfaceDistances(diagonalOf: truth),
    lesions: truth.lesions.map { lesion in
      evaluate(lesion, of: truth, in: lesions, measured: measured.labels, overlap, results)
    },
    brooker: truth.brooker.map { EvaluatedGrade(truth: $0, given: row?.text("brooker") ?? "") },
    dellaValle: grade
      ? truth.dellaValle.map { EvaluatedGrade(truth: $0, given: row?.text("della_valle") ?? "") } : nil,
    asksForGap: gap != nil, gapError: gap.flatMap { gap in row?.number("gap_mm").map { $0 - gap } }, faults: faults)
}

private func evaluate(
  _ lesion: TruthLesion, of truth: TruthCase, in lesions: Plane<UInt16>, measured: Plane<UInt16>,
  _ overlap: LabelOverlap, _ results: ResultFolder
) -> EvaluatedLesion {
  let covered = overlap.coverage(of: lesion.label)
  let best = covered >= 0.3 ? overlap.best(for: lesion.label) : nil
  let row = best.flatMap { results.lesion(Int($0), of: truth.name) }
  let wanted = lesion.zonalPattern
  return EvaluatedLesion(
    label: Int(lesion.label), kind: lesion.kind, covered: covered, found: best != nil,
    dice: best.map { overlap.dice(of: lesion.label, and: $0) } ?? 0,
    surface: best.flatMap {
      SurfaceDistances(lesions.object(lesion.label), measured.object($0), spacing: truth.spacing)
    } ?? SurfaceDistances(diagonalOf: truth),
    errors: EvaluatedMeasurement.allCases.compactMap { measurement in
      guard let value = measurement.truth(of: lesion) else { return nil }
      let error = row?.number(measurement.column).map { ($0 - value) / (measurement.isRelative ? value : 1) }
      return .init(measurement: measurement, error: error)
    },
    zonal: wanted.flatMap { wanted in best.map { _ in (wanted, row?.text("zonal_pattern") ?? "none") } },
    asksForZones: wanted != nil)
}

/// `value` rounded to so many decimals as decimal arithmetic would, halves to the even digit.
///
/// `value · 10ⁿ` may fall on a half by its own rounding: the part that it lost decides then.
package func roundedDecimal(_ value: Double, places: Int) -> Double {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = value * scale
  let lower = scaled.rounded(.down)
  guard scaled - lower == 0.5 else { return scaled.rounded() / scale }
  let lost = (-scaled).addingProduct(value, scale)
  if lost != 0 { return (lost > 0 ? lower + 1 : lower) / scale }
  return scaled.rounded(.toNearestOrEven) / scale
}
