import Reporting

/// The gap of one joint at two times.
struct GapChange: Sendable, Equatable {
  let joint: String
  let baseline: Double
  let followUp: Double
  /// The standard uncertainty of the difference.
  let uncertainty: Double
  /// The least change that is stated, in millimetres.
  let threshold: Double

  var change: Double { followUp - baseline }

  var statement: LesionChange.Statement {
    change > threshold ? .increase : change < -threshold ? .decrease : .none
  }

  /// The gap that both records measured at the same joint; the narrowest at the baseline where there are several.
  ///
  /// Joints are the same by name and side; where each film shows one joint of a name, the side does not matter, for the
  /// side is that of the image.
  init?(_ baseline: Record, _ followUp: Record, _ thresholds: ChangeThresholds) {
    let before = Self.gaps(baseline)
    let after = Self.gaps(followUp)
    let pairs = before.compactMap { old -> (Gap, Gap)? in
      let sameName = after.filter { $0.name == old.name }
      let isOnlyOne = sameName.count == 1 && before.count { $0.name == old.name } == 1
      guard let new = isOnlyOne ? sameName.first : sameName.first(where: { $0.side == old.side }) else { return nil }
      return (old, new)
    }
    guard let (old, new) = pairs.min(by: { $0.0.millimetres < $1.0.millimetres }) else { return nil }
    joint = old.name
    self.baseline = old.millimetres
    self.followUp = new.millimetres
    uncertainty = (old.uncertainty * old.uncertainty + new.uncertainty * new.uncertainty).squareRoot()
    let coefficient = thresholds.own[ChangeThresholds.gap] ?? thresholds.common ?? 0
    threshold = max(max(ChangeThresholds.floorPercent, coefficient) / 100 * old.millimetres, 1.96 * uncertainty)
  }

  private struct Gap {
    var name: String
    var side: String
    var millimetres: Double
    var uncertainty: Double
  }

  private static func gaps(_ record: Record) -> [Gap] {
    (record.json["joints"]?.elements ?? []).compactMap { joint in
      joint["gap_mm"]?.double.map {
        Gap(
          name: joint["joint"]?.string ?? "", side: joint["side"]?.string ?? "", millimetres: $0,
          uncertainty: joint["gap_uncertainty_mm"]?.double ?? 0)
      }
    }
  }
}
