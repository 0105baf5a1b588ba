public import Raster

/// What every pixel of a radiograph shows before any anatomy is named: exposed tissue or something that is none.
public struct Field: Sendable, Equatable {
  /// The kinds of region; raw values are the labels of ``map``.
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

  /// The regions: the label of each pixel is the raw value of its region, that of the background tissue.
  public let map: LabelMap
  /// Which end of the grey scale is bone.
  public let polarity: Polarity
  /// How sure the polarity is, 0 to 1; 1 where the user stated it.
  public let polarityConfidence: Double

  /// A field of these regions.
  ///
  /// - Precondition: every label of `map` is the raw value of a region.
  public init(map: LabelMap, polarity: Polarity, polarityConfidence: Double) {
    precondition(map.count < Region.allCases.count, "A label that is no region's")
    self.map = map
    self.polarity = polarity
    self.polarityConfidence = polarityConfidence
  }

  /// A field of one raw value of ``Region`` per pixel.
  public init(regions: Plane<UInt8>, polarity: Polarity, polarityConfidence: Double) {
    let labels = Plane(width: regions.width, height: regions.height, samples: regions.samples.map { Int32($0) })
    self.init(
      map: LabelMap(labels, count: Region.allCases.count - 1), polarity: polarity,
      polarityConfidence: polarityConfidence)
  }

  /// One raw value of ``Region`` per pixel, of the radiograph's size, painted anew at every call.
  public var regions: Plane<UInt8> {
    var result = Plane<UInt8>(width: map.width, height: map.height, repeating: Region.tissue.rawValue)
    result.withMutableSamples { samples in
      for run in map.runs {
        let row = run.y * map.width
        var stretch = samples._mutatingExtracting(row + run.start..<row + run.end)
        stretch.update(repeating: UInt8(run.label))
      }
    }
    return result
  }

  /// The pixels of one kind of region.
  public func mask(of region: Region) -> Mask {
    mask(of: region, in: PixelBox(width: map.width, height: map.height))
  }

  /// The pixels inside `box` of one kind of region.
  ///
  /// - Precondition: `box` lies in the radiograph.
  public func mask(of region: Region, in box: PixelBox) -> Mask {
    region == .tissue ? map.foreground(in: box).complement : map.mask(of: Int(region.rawValue), in: box)
  }

  /// Whether any pixel shows `region`.
  public func contains(_ region: Region) -> Bool {
    region == .tissue ? fraction(of: .tissue) > 0 : map.runs.contains { $0.label == Int(region.rawValue) }
  }

  /// The share of the radiograph's pixels that show `region`, 0 to 1.
  public func fraction(of region: Region) -> Double {
    let counts = map.pixelCounts
    let label = Int(region.rawValue)
    return label < counts.count ? Double(counts[label]) / Double(map.width * map.height) : 0
  }

  /// The exposed tissue.
  public var tissue: Mask { mask(of: .tissue) }
}
