public import Raster

/// Size and outline of a lesion.
///
/// Lengths are absent where the image has no pixel spacing.
public struct ShapeMeasurements: Sendable, Equatable {
  /// Pixels × pixel area.
  public var areaMM2: Double?
  /// The number of pixels.
  public var areaPx: Int
  /// The length of the outline, holes included.
  public var perimeterMM: Double?
  /// The longest distance across, one pixel wide at least.
  public var feretMaxMM: Double?
  /// What one pixel of edge error and the spacing's uncertainty do to ``feretMaxMM``.
  public var feretMaxUncertaintyMM: Double?
  /// The shortest distance between two parallels that hold the lesion.
  public var feretMinMM: Double?
  /// The long axis of the ellipse of the same second moments.
  public var majorAxisMM: Double?
  /// Its short axis.
  public var minorAxisMM: Double?
  /// The square root of the ratio of the second moments, small over large; 1 is round, 0 a line.
  public var elongation: Double?
  /// The perimeter of the circle of the same area over the perimeter.
  public var sphericity: Double?
  /// Area over the area of the convex hull.
  public var solidity: Double?
  /// The diameter of the circle of the same area.
  public var equivalentDiameterMM: Double?
  /// The mean place of the pixels.
  public var centroid: Point
  /// The smallest box of whole pixels around it.
  public var boundingBox: PixelBox
  /// The largest inward distance to the edge.
  public var maxDepthMM: Double?

  /// A lesion of `areaPx` pixels; every length still absent.
  public init(areaPx: Int, centroid: Point, boundingBox: PixelBox) {
    self.areaPx = areaPx
    self.centroid = centroid
    self.boundingBox = boundingBox
  }
}
