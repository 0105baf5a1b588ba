/// A pixel density as a file states it: usually what a printer or screen was told, seldom the detector's.
public struct StoredDensity: Sendable, Equatable {
  /// What the numbers count pixels per.
  public enum Unit: String, Sendable, Equatable {
    /// Pixels per metre (PNG).
    case metre
    /// Pixels per inch.
    case inch
    /// Pixels per centimetre.
    case centimetre
    /// No unit: only the ratio of the two means something.
    case aspect
  }

  /// Where the file states it.
  public enum Origin: String, Sendable, Equatable {
    /// PNG's pHYs chunk.
    case physicalPixel = "pHYs"
    /// JPEG's JFIF header.
    case jfif = "JFIF"
    /// An EXIF block.
    case exif = "EXIF"
  }

  /// Pixels per unit in a row.
  public let x: Double
  /// Pixels per unit in a column.
  public let y: Double
  /// What they count pixels per.
  public let unit: Unit
  /// Where the file states them.
  public let origin: Origin

  /// A density of `x` by `y` pixels per `unit`.
  ///
  /// - Returns: `nil` unless both are finite and above 0.
  public init?(x: Double, y: Double, unit: Unit, origin: Origin) {
    guard x.isFinite, y.isFinite, x > 0, y > 0 else { return nil }
    self.x = x
    self.y = y
    self.unit = unit
    self.origin = origin
  }

  /// Millimetres per pixel in a row and in a column; `nil` where the file gives no unit.
  public var millimetresPerPixel: (x: Double, y: Double)? {
    let millimetres: Double
    switch unit {
    case .metre: millimetres = 1000
    case .inch: millimetres = 25.4
    case .centimetre: millimetres = 10
    case .aspect: return nil
    }
    return (millimetres / x, millimetres / y)
  }

  /// Whether both are one of the usual defaults of printers and screens: 72, 96, 150, 200, 300, 400 or 600 per inch.
  public var isPrintDefault: Bool {
    guard let size = millimetresPerPixel else { return false }
    let defaults: [Double] = [72, 96, 150, 200, 300, 400, 600]
    let x = 25.4 / size.x
    let y = 25.4 / size.y
    return defaults.contains { abs(x - $0) < 0.06 && abs(y - $0) < 0.06 }
  }

  /// The density of the same image with rows and columns exchanged.
  var transposed: StoredDensity { StoredDensity(x: y, y: x, unit: unit, origin: origin) ?? self }
}
