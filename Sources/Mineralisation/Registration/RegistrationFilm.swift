public import Raster
import RasterKernels

/// What registration sees of one film: its bones and how large a pixel is.
public struct RegistrationFilm: Sendable {
  /// One label per bone.
  public let bones: LabelMap
  /// The name of label `i + 1` at index `i`; missing ones count as `bone`, which says nothing.
  public let names: [String]
  /// Millimetres from one column to the next: the spacing, or a guess where there is none.
  public let spacingX: Double
  /// Millimetres from one row to the next.
  public let spacingY: Double
  /// Whether the two are known; otherwise they are a guess, and the scale between the films is free.
  public let hasSpacing: Bool
  /// Grey values with bone bright, of the size of ``bones``; where both films have them, they settle what outlines leave
  /// open, such as the slide along a shaft.
  public let signal: Plane<UInt16>?

  /// A film.
  ///
  /// - Precondition: the spacing is above 0, and `signal` has the size of `bones`.
  public init(
    bones: LabelMap, names: [String] = [], spacingX: Double, spacingY: Double, hasSpacing: Bool = true,
    signal: Plane<UInt16>? = nil
  ) {
    precondition(spacingX > 0 && spacingY > 0, "A spacing of \(spacingX) by \(spacingY)")
    precondition(signal.map { $0.width == bones.width && $0.height == bones.height } ?? true, "Grey of another size")
    self.bones = bones
    self.names = names
    self.spacingX = spacingX
    self.spacingY = spacingY
    self.hasSpacing = hasSpacing
    self.signal = signal
  }

  /// The name of bone `label`; `bone` where none is known.
  public func name(of label: Int) -> String { label >= 1 && label <= names.count ? names[label - 1] : "bone" }

  /// Where a place in pixels lies in millimetres.
  public func millimetres(_ pixel: Point) -> Point { Point(pixel.x * spacingX, pixel.y * spacingY) }

  /// Where a place in millimetres lies in pixels.
  public func pixels(_ place: Point) -> Point { Point(place.x / spacingX, place.y / spacingY) }
}
