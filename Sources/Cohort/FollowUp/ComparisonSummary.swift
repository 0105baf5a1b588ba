import Glibc
import Mineralisation
import Reporting

extension Comparison {
  /// What changed, in lines for a reader at a terminal.
  public var summary: [String] {
    let films = "\(pair.baseline.record.id) -> \(pair.followUp.record.id)"
    let when = pair.days.map { " (\($0) day\($0 == 1 ? "" : "s"))" } ?? ""
    let whose = pair.series.words.isEmpty ? "" : pair.series.words + ", "
    let head = whose + films + when + ": "
    if let failure { return [head + failure] }
    return [head + registrationWords] + changes.map { "  " + words($0) }
      + [gapWords].compactMap(\.self).map { "  " + $0 }
      + notes.map { "  note: " + $0 }
  }

  private var registrationWords: String {
    guard let fit else { return "nothing to register" }
    func digits(_ value: Double, _ places: Int) -> String { fixedDecimals(value, places: places) ?? "?" }
    let unit =
      residualIsMillimetres
      ? "\(digits(fit.evidence.residual, 2)) mm" : "\(digits(fit.evidence.residual / pixelSize, 1)) px"
    let moved = registration?.bonesMoved == true ? ", the bones moved against each other" : ""
    return "registered on \(fit.name), residual \(unit), turned by \(digits(fit.transform.rotation * 180 / .pi, 1))°,"
      + " scale \(digits(fit.transform.scale, 3))\(moved)"
  }

  private func words(_ change: LesionChange) -> String {
    func ids(_ ids: [Int]) -> String { ids.map { String($0) }.joined(separator: " + ") }
    let match = change.match
    let who: String
    switch match.kind {
    case .matched:
      who =
        match.baseline == match.followUp
        ? "lesion \(ids(match.followUp))" : "lesion \(ids(match.baseline)), now \(ids(match.followUp))"
    case .merged: who = "lesions \(ids(match.baseline)) merged into \(ids(match.followUp))"
    case .split: who = "lesion \(ids(match.baseline)) split into \(ids(match.followUp))"
    case .regrouped: who = "lesions \(ids(match.baseline)), now \(ids(match.followUp))"
    case .new: return "lesion \(ids(match.followUp)): new\(size(change, \.followUp))"
    case .gone: return "lesion \(ids(match.baseline)): gone\(size(change, \.baseline))"
    case .outOfView:
      let side = match.baseline.isEmpty ? "follow-up" : "baseline"
      return "lesion \(ids(match.baseline + match.followUp)) of the \(side): the other film does not show its place"
    case .notRegistered:
      let side = match.baseline.isEmpty ? "follow-up" : "baseline"
      return "lesion \(ids(match.baseline + match.followUp)) of the \(side): its bone could not be registered"
    }
    let parts = [FollowUpValue.area, .feret, .density, .rim, .cleft].compactMap { part(change.change(of: $0)) }
    return who + ": " + change.course.rawValue + (parts.isEmpty ? "" : "; ") + parts.joined(separator: ", ")
      + change.notes.map { "; " + $0 }.joined()
  }

  private func size(_ change: LesionChange, _ side: KeyPath<LesionChange.ValueChange, Double?>) -> String {
    guard let area = change.change(of: .area)?[keyPath: side].flatMap({ fixedDecimals($0, places: 1) }) else {
      return ""
    }
    return ", \(area) mm²"
  }

  /// A value's change, `*` where it is stated as one.
  private func part(_ change: LesionChange.ValueChange?) -> String? {
    guard let change, let percent = change.percent, let signed = fixedDecimals(percent, places: 0) else { return nil }
    let (name, unit, places): (String, String, Int) =
      switch change.value {
      case .area: ("area", " mm²", 1)
      case .feret: ("length", " mm", 1)
      case .density: ("density", "", 2)
      case .densityPerDepth: ("density per depth", "", 3)
      case .rim: ("rim", " mm", 1)
      case .cleft: ("cleft", " mm", 1)
      }
    let mark = change.statement == .increase || change.statement == .decrease ? "*" : ""
    let growth = "\(percent > 0 ? "+" : "")\(signed) %\(mark)"
    guard let before = change.baseline.flatMap({ fixedDecimals($0, places: places) }),
      let after = change.followUp.flatMap({ fixedDecimals($0, places: places) })
    else { return "\(name) \(growth)" }
    return "\(name) \(before) to \(after)\(unit) (\(growth))"
  }

  private var gapWords: String? {
    guard let gap, let before = fixedDecimals(gap.baseline, places: 1),
      let after = fixedDecimals(gap.followUp, places: 1)
    else { return nil }
    let mark = gap.statement == .none ? "" : "*"
    return "gap \(before) to \(after) mm\(mark)"
  }
}
