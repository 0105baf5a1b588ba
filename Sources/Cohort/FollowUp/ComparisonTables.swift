import Glibc
import Mineralisation
import Reporting

/// A column of a table: its name and what stands in it.
struct TableColumn<Row>: Sendable {
  let name: String
  let cell: @Sendable (Row) -> String?

  init(_ name: String, _ cell: @escaping @Sendable (Row) -> String?) {
    self.name = name
    self.cell = cell
  }

  static func number(_ name: String, places: Int, _ value: @escaping @Sendable (Row) -> Double?) -> TableColumn {
    TableColumn(name) { value($0).flatMap { fixedDecimals($0, places: places) } }
  }

  static func text(_ name: String, _ value: @escaping @Sendable (Row) -> String?) -> TableColumn {
    TableColumn(name) { value($0).map(withoutFormula) }
  }
}

extension [TableColumn<Comparison>] {
  /// What every row starts with: whose limb, which films, when.
  static let identity: [TableColumn<Comparison>] = [
    .text("patient") { $0.pair.series.patient },
    .text("side") { $0.pair.series.side },
    .text("region") { $0.pair.series.region },
    .text("baseline_id") { $0.pair.baseline.record.id },
    .text("follow_up_id") { $0.pair.followUp.record.id },
    .text("baseline_date") { $0.pair.baselineDate?.text },
    .text("follow_up_date") { $0.pair.followUpDate?.text },
    .text("days") { $0.pair.days.map { String($0) } },
  ]
}

/// The table of pairs: how they were registered and what the films show as a whole.
enum ComparisonTable {
  static let columns: [TableColumn<Comparison>] = .identity + registration + lesions + grades + end

  private static let registration: [TableColumn<Comparison>] = [
    .text("status") { $0.succeeded ? "compared" : $0.evidence == nil && $0.pair.problem != nil ? "error" : "refused" },
    .text("reason") { $0.failure },
    .text("registered_on") { $0.fit?.name },
    .text("bones_moved") { $0.registration.map { $0.bonesMoved ? "true" : "false" } },
    .number("rotation_deg", places: 3) { $0.fit.map { $0.transform.rotation * 180 / .pi } },
    .number("scale", places: 5) { $0.fit?.transform.scale },
    .number("residual_mm", places: 3) { $0.residualIsMillimetres ? $0.evidence?.residual : nil },
    .number("residual_px", places: 3) { row in row.fit.map { $0.evidence.residual / row.pixelSize } },
    .number("fitting_fraction", places: 4) { $0.evidence?.fittingFraction },
    .number("shown_fraction", places: 4) { $0.evidence?.shownFraction },
    .text("ruler") { $0.succeeded ? ($0.hasMillimetres ? "mm" : "bones") : nil },
  ]

  private static let lesions: [TableColumn<Comparison>] =
    [
      .text("baseline_lesion_count") { $0.pair.baseline.record.json["lesion_count"]?.digits },
      .text("follow_up_lesion_count") { $0.pair.followUp.record.json["lesion_count"]?.digits },
    ]
    + LesionMatch.Kind.allCases.map { kind in
      TableColumn("\(kind.rawValue)_count") { row in
        row.succeeded ? String(row.changes.count { $0.match.kind == kind }) : nil
      }
    } + [
      .text("baseline_lesion_area_mm2") { $0.pair.baseline.record.json["lesion_area_mm2"]?.digits },
      .text("follow_up_lesion_area_mm2") { $0.pair.followUp.record.json["lesion_area_mm2"]?.digits },
    ]

  private static let grades: [TableColumn<Comparison>] = [
    .text("gap_joint") { $0.gap?.joint },
    .number("baseline_gap_mm", places: 3) { $0.gap?.baseline },
    .number("follow_up_gap_mm", places: 3) { $0.gap?.followUp },
    .number("gap_change_mm", places: 3) { $0.gap?.change },
    .number("gap_change_uncertainty_mm", places: 3) { $0.gap?.uncertainty },
    .number("gap_threshold_mm", places: 3) { $0.gap?.threshold },
    .text("gap_statement") { $0.gap?.statement.rawValue },
    .text("baseline_brooker") { $0.pair.baseline.record.json["brooker"]?.string },
    .text("follow_up_brooker") { $0.pair.followUp.record.json["brooker"]?.string },
    .text("baseline_della_valle") { $0.pair.baseline.record.json["della_valle"]?.string },
    .text("follow_up_della_valle") { $0.pair.followUp.record.json["della_valle"]?.string },
  ]

  private static let end: [TableColumn<Comparison>] = [
    .text("notes") { $0.notes.isEmpty ? nil : $0.notes.joined(separator: "; ") },
    .text("software_version") { _ in Software.version },
  ]

  static var header: [String] { columns.map(\.name) }

  static func row(_ comparison: Comparison) -> [String] { columns.map { $0.cell(comparison) ?? "" } }
}

/// The table of lesions at two times.
enum ChangeTable {
  private static let start: [TableColumn<LesionChange>] = [
    .text("match") { $0.match.kind.rawValue },
    .text("baseline_lesions") { ids($0.match.baseline) },
    .text("follow_up_lesions") { ids($0.match.followUp) },
    .text("registered_on") { $0.match.registeredOn },
    .number("registration_uncertainty_mm", places: 3) { $0.match.uncertainty },
    .number("overlap_fraction", places: 4) { $0.match.overlap },
    .number("shown_fraction", places: 4) { $0.match.shown },
    .text("course") { $0.course.rawValue },
  ]

  private static let values: [TableColumn<LesionChange>] = FollowUpValue.allCases.flatMap { value in
    let name = value.rawValue
    let columns: [TableColumn<LesionChange>] = [
      .number("baseline_\(name)", places: value.places) { $0.change(of: value)?.baseline },
      .number("follow_up_\(name)", places: value.places) { $0.change(of: value)?.followUp },
      .number("\(name)_change_percent", places: 2) { $0.change(of: value)?.percent },
      .number("\(name)_threshold_percent", places: 2) { $0.change(of: value)?.threshold },
      .text("\(name)_statement") { $0.change(of: value)?.statement?.rawValue },
    ]
    return columns
  }

  private static let end: [TableColumn<LesionChange>] = [
    .number("area_on_bones_change_percent", places: 2) { $0.areaOnBonesPercent },
    .text("baseline_zonal_pattern") { $0.baseline.zonalPattern },
    .text("follow_up_zonal_pattern") { $0.followUp.zonalPattern },
    .text("baseline_maturity") { $0.baseline.maturity },
    .text("follow_up_maturity") { $0.followUp.maturity },
    .text("baseline_attachment") { $0.baseline.attachment },
    .text("follow_up_attachment") { $0.followUp.attachment },
    .text("notes") { $0.notes.isEmpty ? nil : $0.notes.joined(separator: "; ") },
  ]

  private static let columns = start + values + end

  static var header: [String] { [TableColumn<Comparison>].identity.map(\.name) + columns.map(\.name) }

  /// A row per match; none of a pair that was not compared, which has its row in the table of pairs.
  static func rows(_ comparison: Comparison) -> [[String]] {
    let identity = [TableColumn<Comparison>].identity.map { $0.cell(comparison) ?? "" }
    return comparison.changes.map { change in
      identity
        + columns.map { column in
          // Without millimetres a length has none.
          if column.name == "registration_uncertainty_mm", !comparison.residualIsMillimetres { return "" }
          return column.cell(change) ?? ""
        }
    }
  }

  private static func ids(_ ids: [Int]) -> String? {
    ids.isEmpty ? nil : ids.map { String($0) }.joined(separator: "; ")
  }
}

extension JSONValue {
  /// A number's digits as they stand.
  fileprivate var digits: String? {
    if case .number(let digits) = self { return digits }
    return nil
  }
}
