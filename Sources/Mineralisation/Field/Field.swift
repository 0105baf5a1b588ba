public import Raster

/// What every pixel of a radiograph shows before any anatomy is named: exposed tissue or something that is none.
public struct Field: Sendable, Equatable {
  /// The kinds of region; raw values are the labels of ``regions``.
  public enum Region: UInt8, Sendable, Equatable, CaseIterable {
    /// Exposed tissue: the only place where bone and lesions are looked for.
    case tissue = 0
    /// Direct exposure beside the body.
    case air = 1
    /// Outside the collimated beam, dark or white, and the border of a plate.
    case collimation = 2
    /// Letters, stamps and burnt-in text.
    case letters = 3
    /// Implants, clips, casts' wires.
    case metal = 4
    /// A ruler beside the body, with its digits.
    case ruler = 5
    /// A calibration ball, or another round piece of metal.
    case ball = 6
  }

  /// One label of ``Region`` per pixel, of the radiograph's size.
  public let regions: Plane<UInt8>
  /// Which end of the grey scale is bone.
  public let polarity: Polarity
  /// How sure the polarity is, 0 to 1; 1 where the user stated it.
  public let polarityConfidence: Double

  /// A field of these regions.
  public init(regions: Plane<UInt8>, polarity: Polarity, polarityConfidence: Double) {
    self.regions = regions
    self.polarity = polarity
    self.polarityConfidence = polarityConfidence
  }

  /// The pixels of one kind of region.
  public func mask(of region: Region) -> Mask {
    Mask(width: regions.width, height: regions.height, bytes: regions.samples.map { $0 == region.rawValue ? 1 : 0 })
  }

  /// The share of the radiograph's pixels that show `region`, 0 to 1.
  public func fraction(of region: Region) -> Double {
    Double(regions.samples.count { $0 == region.rawValue }) / Double(regions.samples.count)
  }

  /// The exposed tissue.
  public var tissue: Mask { mask(of: .tissue) }
}
