import Mineralisation
import Raster
import Reporting

/// One lesion, or lesions that merged or split, at two times.
struct LesionChange: Sendable {
  /// Which lesions belong together.
  let match: LesionMatch
  let values: [ValueChange]
  let baseline: LesionLook
  let followUp: LesionLook
  /// The change of area with the bones as the ruler, in per cent.
  let areaOnBonesPercent: Double?
  let course: Course
  let notes: [String]

  /// A value at two times.
  struct ValueChange: Sendable {
    var value: FollowUpValue
    /// In the value's unit; `nil` where it was not measured, or only in units of the bones.
    var baseline: Double?
    var followUp: Double?
    /// The change in per cent of the baseline.
    var percent: Double?
    /// The least change that is stated, in per cent.
    var threshold: Double?
    /// What is stated; `nil` where nothing can be said.
    var statement: Statement?
  }

  /// What is said of a change.
  enum Statement: String, Sendable {
    case increase
    case decrease
    case none
  }

  func change(of value: FollowUpValue) -> ValueChange? { values.first { $0.value == value } }
}

/// How lesions look at one time, in words.
struct LesionLook: Sendable, Equatable {
  var zonalPattern: String?
  var maturity: String?
  var attachment: String?
  /// Whether a rim is seen; `nil` where that cannot be told.
  var hasRim: Bool?

  /// The looks of the largest of `lesions`.
  init(_ lesions: [JSONValue]) {
    let largest = lesions.max { ($0["area_px"]?.double ?? 0) < ($1["area_px"]?.double ?? 0) }
    guard let largest else { return }
    zonalPattern = largest["zonal_pattern"]?.string
    maturity = largest["maturity"]?.string
    attachment = largest["attachment"]?.string
    let isRimmed =
      zonalPattern == ZoneMeasurements.Pattern.peripheral.rawValue || largest["rim_thickness_mm"]?.double != nil
      || maturity == "rimmed"
    hasRim =
      isRimmed
      ? true : zonalPattern == nil || zonalPattern == ZoneMeasurements.Pattern.indeterminate.rawValue ? nil : false
  }
}

/// How a lesion developed between two times, in the literature's words; a trend, never a diagnosis.
enum Course: String, Sendable, CaseIterable {
  /// Larger.
  case growing
  /// Smaller, with a rim, and not less dense.
  case maturing
  /// As large, and denser.
  case mineralising
  /// Smaller, without the signs of maturing.
  case shrinking
  /// As large, and less dense.
  case fading
  /// Neither size nor density changed.
  case stable
  /// Not there before.
  case new
  /// No longer there.
  case gone
  /// The films cannot tell.
  case undetermined

  init(_ match: LesionMatch, _ values: [LesionChange.ValueChange], _ look: LesionLook) {
    switch match.kind {
    case .new: self = .new
    case .gone: self = .gone
    case .outOfView, .notRegistered: self = .undetermined
    case .matched, .merged, .split, .regrouped:
      func statement(_ value: FollowUpValue) -> LesionChange.Statement? {
        values.first { $0.value == value }?.statement
      }
      let density = statement(.densityPerDepth) ?? statement(.density)
      switch statement(.area) {
      case nil: self = .undetermined
      case .increase: self = .growing
      case .decrease: self = density != .decrease && look.hasRim == true ? .maturing : .shrinking
      case .none?:
        self = density == .increase ? .mineralising : density == .decrease ? .fading : .stable
      }
    }
  }
}
