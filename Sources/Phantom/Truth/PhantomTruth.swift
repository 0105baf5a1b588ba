/// What is known of a phantom: geometry from its noise-free paths, never from its pixels.
public struct PhantomTruth: Sendable, Equatable {
  /// The file of the radiograph.
  public internal(set) var image: String
  /// Millimetres per pixel, both ways.
  public let spacing: Double
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The bones' names; the label of the first is 1.
  public let bones: [String]
  /// The lesions; the label of the first is 1.
  public let lesions: [LesionTruth]
  /// The Brooker class; `nil` where the region has no joint that is graded.
  public let brooker: String?
  /// The Della Valle grade; `nil` as above.
  public let dellaValle: String?
  /// The Brooker gap in mm: 0 under a bridge, `nil` without a spur.
  public let gap: Double?
  /// `bone-bright` or `bone-dark`.
  public let polarity: String
  /// `hip`, `thigh` or `knee`.
  public let region: String
  /// The diameter of a calibration ball in the image, in mm.
  public let ballDiameter: Double?
}

/// What is known of one lesion of a phantom; lengths in mm.
public struct LesionTruth: Sendable, Equatable {
  /// The label, 1 onwards.
  public let id: Int
  /// `uniform`, `rim`, `central`, `spur`, `bridge` or `punctate`.
  public let kind: String
  /// The area in mm².
  public let area: Double
  /// The largest distance between two of its pixels, a pixel's side included.
  public let feret: Double
  /// The mean of its pixels' centres.
  public let centroidX: Double
  /// The mean of its pixels' centres.
  public let centroidY: Double
  /// The largest distance of one of its pixels to the outside.
  public let maximumDepth: Double
  /// Mineral at its core over that at the peak of its depth profile.
  public let coreOverPeak: Double?
  /// The depth past the peak where the profile falls halfway to the core; `nil` where projection hides the rim.
  public let rimThickness: Double?
  /// The gap that was kept free between it and bone; `nil` where none was.
  public let cleft: Double?
  /// The shortest distance to native bone.
  public let distanceToBone: Double
  /// The bone that a spur grows from; `both` for a bridge.
  public let origin: String?
}
