import Mineralisation
import Raster
import RasterKernels
import Reporting

/// Measures what changed between two registered films.
struct ChangeMeasurement {
  let baseline: Side
  let followUp: Side
  let registration: Registration
  let thresholds: ChangeThresholds

  /// One of the two films.
  struct Side {
    let record: Record
    let film: LesionFilm
    /// The record's lesions by their ids.
    let lesions: [Int: JSONValue]

    init(_ record: Record, _ film: LesionFilm) {
      self.record = record
      self.film = film
      var lesions: [Int: JSONValue] = [:]
      for lesion in record.json["lesions"]?.elements ?? [] {
        if let id = lesion["lesion_id"]?.double.flatMap(Int.init(exactly:)) { lesions[id] = lesion }
      }
      self.lesions = lesions
    }

    /// The shapes of lesions taken together, one for each of `groups`.
    func shapes(of groups: [[Int]]) -> [ShapeMeasurements] {
      let lesions = film.lesions
      var group = [Int](repeating: 0, count: lesions.count + 1)
      for (i, ids) in groups.enumerated() { for id in ids where id < group.count { group[id] = i + 1 } }
      return measureShapes(
        of: lesions.relabelled(group, count: groups.count),
        spacing: PixelSpacing(x: film.film.spacingX, y: film.film.spacingY, source: .user))
    }
  }

  /// Whether lengths of both films are in millimetres; else the bones are the ruler.
  private var hasMillimetres: Bool { baseline.film.film.hasSpacing && followUp.film.film.hasSpacing }

  /// The lesions that belong together, in the order of the follow-up's, with what changed.
  func changes() -> [LesionChange] {
    let matches = matchLesions(baseline.film, followUp.film, registration)
    let before = baseline.shapes(of: matches.map(\.baseline))
    let after = followUp.shapes(of: matches.map(\.followUp))
    return matches.indices.map { change(matches[$0], before[$0], after[$0]) }
  }

  private func change(_ match: LesionMatch, _ before: ShapeMeasurements, _ after: ShapeMeasurements) -> LesionChange {
    let old = match.baseline.compactMap { baseline.lesions[$0] }
    let new = match.followUp.compactMap { followUp.lesions[$0] }
    let scale = scale(of: match)
    let look = LesionLook(new)
    var notes: [String] = []
    let isCut = !old.isEmpty && !new.isEmpty && (match.shown ?? 1) < 0.95 || touchesBorder(match)
    if isCut { notes.append("cut by a film's edge: no change is stated") }
    let values = FollowUpValue.allCases.map { value in
      let first = Measured(value, old, before, isOnBones: !hasMillimetres)
      let second = Measured(value, new, after, isOnBones: !hasMillimetres)
      return compared(value, first, second, scale: hasMillimetres ? 1 : scale, isCut: isCut)
    }
    var onBones: Double?
    if let scale, let first = before.areaMM2, let second = after.areaMM2, first > 0, second > 0 {
      onBones = 100 * (second / (first * scale * scale) - 1)
    }
    return LesionChange(
      match: match, values: values, baseline: LesionLook(old), followUp: look, areaOnBonesPercent: onBones,
      course: Course(match, values, look), notes: notes)
  }

  private func scale(of match: LesionMatch) -> Double? {
    registration.fits.first { $0.name == match.registeredOn }?.transform.scale
  }

  /// Whether a lesion reaches a film's border, beyond which it may go on.
  private func touchesBorder(_ match: LesionMatch) -> Bool {
    func touches(_ ids: [Int], _ side: Side) -> Bool {
      ids.compactMap { side.lesions[$0] }.contains { lesion in
        guard let x = lesion["bbox_x_px"]?.double, let y = lesion["bbox_y_px"]?.double,
          let w = lesion["bbox_w_px"]?.double, let h = lesion["bbox_h_px"]?.double
        else { return false }
        return x <= 0 || y <= 0 || x + w >= Double(side.film.lesions.width) || y + h >= Double(side.film.lesions.height)
      }
    }
    return touches(match.baseline, baseline) || touches(match.followUp, followUp)
  }

  /// `scale` is what a length of the baseline is multiplied by before it is compared.
  private func compared(
    _ value: FollowUpValue, _ first: Measured, _ second: Measured, scale: Double?, isCut: Bool
  ) -> LesionChange.ValueChange {
    var change = LesionChange.ValueChange(
      value: value, baseline: first.isShown ? first.number : nil, followUp: second.isShown ? second.number : nil)
    guard let before = first.number, let after = second.number, before > 0, let scale else { return change }
    let ruled = before * first.power(of: scale)
    change.percent = 100 * (after / ruled - 1)
    let doubt = (first.uncertainty * first.uncertainty + second.uncertainty * second.uncertainty).squareRoot()
    let threshold = thresholds.percent(for: value, uncertainty: 100 * doubt / ruled)
    change.threshold = threshold
    if !isCut, let percent = change.percent {
      change.statement =
        percent > threshold ? .increase : percent < -threshold ? .decrease : LesionChange.Statement.none
    }
    return change
  }
}

/// A value of lesions taken together, at one time.
private struct Measured {
  let value: FollowUpValue
  /// `nil` where it was not measured.
  var number: Double?
  /// The standard uncertainty; 0 where none is stated.
  var uncertainty = 0.0
  /// Whether the number is in the value's unit; else in guessed millimetres, which only compare by the bones' scale.
  let isShown: Bool

  init(_ value: FollowUpValue, _ lesions: [JSONValue], _ shape: ShapeMeasurements, isOnBones: Bool) {
    self.value = value
    isShown = !isOnBones || value == .density
    guard !lesions.isEmpty else { return }
    let density = Self.meanDensity(lesions)
    switch value {
    case .area: number = shape.areaMM2
    case .feret: number = shape.feretMaxMM
    case .density: number = density
    case .densityPerDepth:
      if let density, let depth = shape.maxDepthMM, depth > 0 { number = density / depth }
    case .rim, .cleft:
      // Of several lesions together neither is one number.
      if lesions.count == 1 { number = lesions[0][value.rawValue]?.double }
    }
    if lesions.count == 1, let name = value.uncertaintyName { uncertainty = lesions[0][name]?.double ?? 0 }
  }

  /// The mean of the lesions' densities, each by its area.
  private static func meanDensity(_ lesions: [JSONValue]) -> Double? {
    var sum = 0.0
    var area = 0.0
    for lesion in lesions {
      guard let density = lesion["relative_density"]?.double, let own = lesion["area_px"]?.double else { return nil }
      sum += density * own
      area += own
    }
    return area > 0 ? sum / area : nil
  }

  /// What this value is multiplied by where lengths are multiplied by `scale`.
  func power(of scale: Double) -> Double {
    switch value {
    case .area: scale * scale
    case .densityPerDepth: 1 / scale
    case .density: 1
    case .feret, .rim, .cleft: scale
    }
  }
}
