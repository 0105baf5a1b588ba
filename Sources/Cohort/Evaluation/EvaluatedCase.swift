/// A value that is measured on a lesion and known to be true.
public enum EvaluatedMeasurement: String, Sendable, CaseIterable {
  /// The area, relative.
  case area
  /// The longest Feret diameter, relative.
  case feret
  /// The rim's thickness in mm.
  case rim
  /// The cleft's width in mm.
  case cleft
  /// The distance to bone in mm.
  case distance

  /// The column of lesions.csv.
  var column: String {
    switch self {
    case .area: "area_mm2"
    case .feret: "feret_max_mm"
    case .rim: "rim_thickness_mm"
    case .cleft: "cleft_width_mm"
    case .distance: "distance_to_bone_mm"
    }
  }

  /// Whether an error is a share of the true value.
  public var isRelative: Bool { self == .area || self == .feret }

  /// The error up to which a value counts as right: 10 %, 0.5 mm, or 1 mm for the distance to bone.
  public var tolerance: Double {
    switch self {
    case .area, .feret: 0.1
    case .rim, .cleft: 0.5
    case .distance: 1
    }
  }

  /// The true value, where it is known and asked for.
  func truth(of lesion: TruthLesion) -> Double? {
    switch self {
    case .area: lesion.hasExtent ? lesion.area : nil
    case .feret: lesion.hasExtent ? lesion.feret : nil
    case .rim: lesion.rim
    case .cleft: lesion.cleft.flatMap { $0 == 0 ? nil : $0 }
    case .distance: lesion.distanceToBone
    }
  }
}

/// What became of one true lesion.
public struct EvaluatedLesion: Sendable, Equatable {
  /// The error of a measurement that has a true value.
  public struct MeasurementError: Sendable, Equatable {
    /// What was measured.
    public let measurement: EvaluatedMeasurement
    /// Measured minus true, relative or in mm; `nil` where the lesion is missed or the value not given.
    public let error: Double?
  }

  /// Its value in the mask.
  public let label: Int
  /// What kind of lesion it is.
  public let kind: String
  /// The share that measured lesions cover.
  public let covered: Double
  /// Whether that is at least 30 %.
  public let found: Bool
  /// Dice with the measured lesion that covers most of it; 0 where it is missed.
  public let dice: Double
  /// The distances of both outlines; the image's diagonal where it is missed.
  public let surface: SurfaceDistances
  /// The measurements that have a true value.
  public let errors: [MeasurementError]
  /// The zonal pattern that should be found and the one that was; `nil` where none is asked for, or the lesion is missed.
  public let zonal: (wanted: String, given: String)?
  /// Whether a zonal pattern is asked for.
  public let asksForZones: Bool

  /// The same label, kind and errors.
  public static func == (one: Self, other: Self) -> Bool {
    one.label == other.label && one.kind == other.kind && one.covered == other.covered && one.errors == other.errors
  }
}

/// A grade as it is and as it was given.
public struct EvaluatedGrade: Sendable, Equatable {
  /// The true grade.
  public let truth: String
  /// The given one; empty where none was.
  public let given: String
}

/// What became of one image with known truth.
public struct EvaluatedCase: Sendable, Equatable {
  /// The image.
  public let name: String
  /// Its body region.
  public let region: String
  /// `ok`, `error`, or `missing` where the results have no row.
  public let status: String
  /// Dice of all lesions together, to three decimals; 1 where there is none and none was found.
  public let dice: Double
  /// Whether there is a lesion.
  public let hasLesion: Bool
  /// Dice of bone, to three decimals; `nil` where bone is not known.
  public let boneDice: Double?
  /// How many measured lesions are none.
  public let falseLesions: Int
  /// The distances of the outlines of all lesions together; the image's diagonal where nothing was found; `nil` where
  /// there is no lesion.
  public let surface: SurfaceDistances?
  /// The true lesions.
  public let lesions: [EvaluatedLesion]
  /// Brooker's class, where it is known.
  public let brooker: EvaluatedGrade?
  /// Della Valle's grade, where it is known.
  public let dellaValle: EvaluatedGrade?
  /// Whether there is a true gap.
  public let asksForGap: Bool
  /// Measured minus true gap in mm; `nil` where none was measured.
  public let gapError: Double?
  /// Why masks of the results could not be used.
  public let faults: [String]
}
