public import Raster

/// A Brooker-style class with the Della Valle grade, and the evidence for both.
public struct Grade: Sendable, Equatable {
  /// What an image supports of Brooker's classes.
  public enum Brooker: String, Sendable, Equatable, CaseIterable {
    /// No lesion.
    case none = "0"
    /// Islands of bone only.
    case one = "I"
    /// At least I: lesions are there, but fewer than two bones are known, so that no gap can be told.
    case atLeastOne = "I+"
    /// Spurs with a gap of at least 10 mm.
    case two = "II"
    /// Spurs with a gap under 10 mm.
    case three = "III"
    /// A continuous mineral path between two bones.
    case four = "IV"
  }

  /// Della Valle's grades.
  public enum DellaValle: String, Sendable, Equatable, CaseIterable {
    /// No lesion, or islands under 10 mm only.
    case a = "A"
    /// An island of 10 mm or more, or spurs with a gap of at least 10 mm.
    case b = "B"
    /// Spurs with a gap under 10 mm, or a bridge.
    case c = "C"
  }

  /// Brooker's class; `nil` where the image cannot tell (no spacing), with the reason in ``basis``.
  public var brooker: Brooker?
  /// Della Valle's grade; `nil` where the image cannot tell.
  public var dellaValle: DellaValle?
  /// The shortest distance between opposing bone surfaces, a spur counting as part of the bone it grows from.
  public var gapMM: Double?
  /// Spacing, magnification and one pixel of edge error together.
  public var gapUncertaintyMM: Double?
  /// Whether the decision could fall the other way within the uncertainty.
  public var borderline: Bool
  /// The reasons in words.
  public var basis: String
  /// The gap as it was measured in the image.
  public var gapSegment: Segment?

  /// A grade.
  public init(
    brooker: Brooker?, dellaValle: DellaValle?, gapMM: Double? = nil, gapUncertaintyMM: Double? = nil,
    borderline: Bool = false, basis: String, gapSegment: Segment? = nil
  ) {
    self.brooker = brooker
    self.dellaValle = dellaValle
    self.gapMM = gapMM
    self.gapUncertaintyMM = gapUncertaintyMM
    self.borderline = borderline
    self.basis = basis
    self.gapSegment = gapSegment
  }
}

/// A joint that the image shows, with the grade of the lesions around it.
public struct Joint: Sendable, Equatable {
  /// Which half of the image it lies in, seen on the screen.
  public enum Side: String, Sendable, Equatable {
    /// The left half of the image.
    case left
    /// The right half of the image.
    case right
    /// The only joint of its kind.
    case single
  }

  /// `hip`, `knee` or `joint`.
  public var name: String
  /// Where it lies in the image.
  public var side: Side
  /// The labels of the two bones in the bone map.
  public var boneLabels: [Int]
  /// Their names.
  public var boneNames: [String]
  /// The `lesion_id`s that belong to it.
  public var lesionIDs: [Int]
  /// The grade.
  public var grade: Grade

  /// A joint.
  public init(
    name: String, side: Side, boneLabels: [Int], boneNames: [String], lesionIDs: [Int], grade: Grade
  ) {
    self.name = name
    self.side = side
    self.boneLabels = boneLabels
    self.boneNames = boneNames
    self.lesionIDs = lesionIDs
    self.grade = grade
  }
}
