/// A radiograph as the domain sees it: grey samples, their range, which end is bone, and what is known of its scale.
///
/// It knows no file format. Samples are kept as stored; ``Polarity`` says how to read them.
public struct Radiograph: Sendable, Equatable {
  /// The samples as stored.
  public let samples: Plane<UInt16>
  /// The number of bits that a sample uses, 1 to 16: 8 for an 8-bit file, 10 or 12 where 16-bit samples hold that many.
  public let bitDepth: Int
  /// What the user says of the polarity; `nil` lets the analysis find it out.
  public let statedPolarity: Polarity?
  /// Millimetres per pixel at the plane of the detector; `nil` where nothing is known.
  public let spacing: PixelSpacing?
  /// The enlargement of the object on the detector; `nil` where none is stated: lengths then hold at the detector.
  public let magnification: Magnification?

  /// A radiograph of these samples.
  ///
  /// - Precondition: `bitDepth` lies between 1 and 16 and no side of `samples` is 0.
  public init(
    samples: Plane<UInt16>, bitDepth: Int, statedPolarity: Polarity? = nil, spacing: PixelSpacing? = nil,
    magnification: Magnification? = nil
  ) {
    precondition((1...16).contains(bitDepth), "A bit depth of \(bitDepth)")
    precondition(samples.width > 0 && samples.height > 0, "A radiograph without pixels")
    self.samples = samples
    self.bitDepth = bitDepth
    self.statedPolarity = statedPolarity
    self.spacing = spacing
    self.magnification = magnification
  }

  /// The number of columns.
  @inlinable public var width: Int { samples.width }
  /// The number of rows.
  @inlinable public var height: Int { samples.height }

  /// The spacing that lengths are measured with: that of the object's plane where a magnification is stated.
  public var measuringSpacing: PixelSpacing? {
    guard let magnification else { return spacing }
    return spacing?.corrected(for: magnification)
  }

  /// The same radiograph with another spacing.
  public func with(spacing: PixelSpacing?) -> Radiograph {
    Radiograph(
      samples: samples, bitDepth: bitDepth, statedPolarity: statedPolarity, spacing: spacing,
      magnification: magnification)
  }
}

/// Which end of the grey scale is bone.
public enum Polarity: String, Sendable, Equatable, CaseIterable {
  /// Bone is bright on a dark background, as radiographs are usually shown.
  case boneBright = "bone-bright"
  /// Bone is dark on a bright background.
  case boneDark = "bone-dark"
}
