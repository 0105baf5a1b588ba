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
  let comparison = LesionComparison(truth, lesions, measured.labels, results)
  let overlap = comparison.overlap
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
    surface: comparison.surface, lesions: truth.lesions.map(comparison.evaluated),
    brooker: truth.brooker.map { EvaluatedGrade(truth: $0, given: row?.text("brooker") ?? "") },
    dellaValle: grade
      ? truth.dellaValle.map { EvaluatedGrade(truth: $0, given: row?.text("della_valle") ?? "") } : nil,
    asksForGap: gap != nil, gapError: gap.flatMap { gap in row?.number("gap_mm").map { $0 - gap } }, faults: faults)
}

/// The true and the measured lesions of one image.
private struct LesionComparison {
  let truth: TruthCase
  let lesions: Plane<UInt16>
  let measured: Plane<UInt16>
  let overlap: LabelOverlap
  let results: ResultFolder
  let trueBoxes: [UInt16: PixelBox]
  let measuredBoxes: [UInt16: PixelBox]

  init(_ truth: TruthCase, _ lesions: Plane<UInt16>, _ measured: Plane<UInt16>, _ results: ResultFolder) {
    self.truth = truth
    self.lesions = lesions
    self.measured = measured
    self.results = results
    overlap = LabelOverlap(truth: lesions, result: measured)
    trueBoxes = lesions.boxes
    measuredBoxes = measured.boxes
  }

  /// The distances of all lesions together; `nil` where there is none.
  var surface: SurfaceDistances? {
    guard !overlap.truthCounts.isEmpty else { return nil }
    return SurfaceDistances(lesions.objects, measured.objects, spacing: truth.spacing)
      ?? SurfaceDistances(diagonalOf: truth)
  }

  func evaluated(_ lesion: TruthLesion) -> EvaluatedLesion {
    let covered = overlap.coverage(of: lesion.label)
    let best = covered >= 0.3 ? overlap.best(for: lesion.label) : nil
    let row = best.flatMap { results.lesion(Int($0), of: truth.name) }
    let wanted = lesion.zonalPattern
    return EvaluatedLesion(
      label: Int(lesion.label), kind: lesion.kind, covered: covered, found: best != nil,
      dice: best.map { overlap.dice(of: lesion.label, and: $0) } ?? 0,
      surface: best.flatMap { surface(of: lesion.label, and: $0) } ?? SurfaceDistances(diagonalOf: truth),
      errors: EvaluatedMeasurement.allCases.compactMap { measurement in
        guard let value = measurement.truth(of: lesion) else { return nil }
        let error = row?.number(measurement.column).map { ($0 - value) / (measurement.isRelative ? value : 1) }
        return .init(measurement: measurement, error: error)
      },
      zonal: wanted.flatMap { wanted in best.map { _ in (wanted, row?.text("zonal_pattern") ?? "none") } },
      asksForZones: wanted != nil)
  }

  private func surface(of label: UInt16, and best: UInt16) -> SurfaceDistances? {
    guard let one = trueBoxes[label], let other = measuredBoxes[best] else { return nil }
    let box = one.union(other)
    return SurfaceDistances(lesions.object(label, in: box), measured.object(best, in: box), spacing: truth.spacing)
  }
}
