/// How many millimetres a pixel spans, and how that is known.
///
/// An image without a spacing has no value of this type: pixels are never relabelled as millimetres.
public struct PixelSpacing: Sendable, Equatable {
  /// Where a spacing comes from.
  public enum Source: String, Sendable, Equatable {
    /// Stated by the user, on the command line or in the manifest.
    case user
    /// From a marker of known diameter in the image.
    case marker
    /// From the density stored in the file.
    case fileDensity = "file_density"
  }

  /// Millimetres from one pixel's centre to the next in a row.
  public let x: Double
  /// Millimetres from one pixel's centre to the next in a column.
  public let y: Double
  /// How the spacing is known.
  public let source: Source
  /// The standard uncertainty of both, as a fraction of one; 0 where none is stated.
  public let relativeUncertainty: Double

  /// A spacing of `x` by `y` millimetres.
  ///
  /// - Returns: `nil` unless both are finite and above 0 and the uncertainty is finite and at least 0.
  public init?(x: Double, y: Double, source: Source, relativeUncertainty: Double = 0) {
    guard x.isFinite, y.isFinite, x > 0, y > 0, relativeUncertainty.isFinite, relativeUncertainty >= 0 else {
      return nil
    }
    self.x = x
    self.y = y
    self.source = source
    self.relativeUncertainty = relativeUncertainty
  }

  /// The area of a pixel in square millimetres.
  @inlinable public var pixelArea: Double { x * y }

  /// The side of a square pixel of the same area.
  @inlinable public var mean: Double { (x * y).squareRoot() }

  /// The spacing in the plane of the object: divided by the magnification, uncertainties added in quadrature.
  public func corrected(for magnification: Magnification) -> PixelSpacing {
    let relative = magnification.uncertainty / magnification.factor
    let combined = (relativeUncertainty * relativeUncertainty + relative * relative).squareRoot()
    return PixelSpacing(
      x: x / magnification.factor, y: y / magnification.factor, source: source, relativeUncertainty: combined) ?? self
  }

  /// The distance between two points in millimetres.
  @inlinable
  public func distance(_ a: Point, _ b: Point) -> Double {
    let dx = (a.x - b.x) * x
    let dy = (a.y - b.y) * y
    return (dx * dx + dy * dy).squareRoot()
  }
}

/// How much larger the object appears on the detector than it is.
public struct Magnification: Sendable, Equatable {
  /// The enlargement; 1.2 is usual for a hip on a table.
  public let factor: Double
  /// Its standard uncertainty, in the same unit; 0 where none is stated.
  public let uncertainty: Double

  /// A magnification of `factor ± uncertainty`.
  ///
  /// - Returns: `nil` unless the factor is finite and at least 1 and the uncertainty is finite, at least 0 and below it.
  public init?(factor: Double, uncertainty: Double = 0) {
    guard factor.isFinite, factor >= 1, uncertainty.isFinite, uncertainty >= 0, uncertainty < factor else { return nil }
    self.factor = factor
    self.uncertainty = uncertainty
  }
}
