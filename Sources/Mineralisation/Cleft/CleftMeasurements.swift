public import Raster

/// The lucent line between a lesion and the cortex it faces, and where the two touch.
public struct CleftMeasurements: Sendable, Equatable {
  /// How a lesion relates to the nearest bone.
  public enum Attachment: String, Sendable, Equatable, CaseIterable {
    /// Away from bone.
    case separate
    /// Close to bone, with a lucent line between.
    case cleft
    /// Grown onto bone over a short stretch.
    case focal
    /// Grown onto bone over a long stretch.
    case broad
  }

  /// The median of the edge-to-edge width.
  public var widthMM: Double?
  /// What one pixel of edge error and the spacing's uncertainty do to ``widthMM``.
  public var widthUncertaintyMM: Double?
  /// The narrowest place.
  public var widthMinMM: Double?
  /// The share of the facing edge that shows the cleft.
  public var extentFraction: Double?
  /// How deep the valley is: 0 as bright as its walls, 1 as dark as soft tissue.
  public var contrast: Double?
  /// The length over which lesion and bone touch.
  public var contactLengthMM: Double?
  /// Its share of the facing edge.
  public var contactFraction: Double?
  /// The shortest distance from the lesion's edge to bone's edge.
  public var distanceToBoneMM: Double?
  /// The name of the nearest bone.
  public var nearestBone: String?
  /// How the lesion relates to it; `nil` where no bone is known or no spacing.
  public var attachment: Attachment?

  /// Where the cleft was seen: lines from the lesion's edge to bone's edge in the radiograph, one every 2 mm or so.
  public var marks: [Segment] = []

  /// Nothing known yet.
  public init() {}
}
