import CRasterCodecs
public import Raster

/// How hard to press an image.
public enum EncodingEffort: Sendable, Equatable {
  /// For masks and label maps: large flat areas.
  case labels
  /// For pictures that are kept.
  case small
}

/// What a PNG states besides its pixels.
public struct PNGTags: Sendable, Equatable {
  /// The bits that matter of each sample (sBIT); `nil` leaves it out.
  public var significantBits: Int?
  /// Pixels per metre in a row and in a column (pHYs); `nil` leaves it out.
  public var pixelsPerMetre: Density?

  /// Whole pixels per metre, as PNG stores them.
  public struct Density: Sendable, Equatable {
    /// Pixels per metre in a row.
    public var x: UInt32
    /// Pixels per metre in a column.
    public var y: UInt32

    /// A density of `x` by `y`.
    public init(x: UInt32, y: UInt32) {
      self.x = x
      self.y = y
    }
  }

  /// Tags as stated; none by default.
  public init(significantBits: Int? = nil, pixelsPerMetre: Density? = nil) {
    self.significantBits = significantBits
    self.pixelsPerMetre = pixelsPerMetre
  }
}

/// Writes 8-bit grey samples as a PNG; the same samples give the same bytes.
///
/// - Precondition: the plane has pixels.
public func encodePNG8(
  _ plane: Plane<UInt8>, effort: EncodingEffort = .labels, tags: PNGTags = PNGTags()
) -> [UInt8] {
  unsafe plane.samples.withUnsafeBytes { samples in
    unsafe PNGEncoder(width: plane.width, height: plane.height, depth: 8, effort: effort, tags: tags)
      .encode(samples)
  }
}

/// Writes 16-bit grey samples as a PNG; the same samples give the same bytes.
///
/// - Precondition: the plane has pixels.
public func encodePNG16(
  _ plane: Plane<UInt16>, effort: EncodingEffort = .labels, tags: PNGTags = PNGTags()
) -> [UInt8] {
  unsafe plane.samples.withUnsafeBytes { samples in
    unsafe PNGEncoder(width: plane.width, height: plane.height, depth: 16, effort: effort, tags: tags)
      .encode(samples)
  }
}

/// Writes 8-bit colour as a PNG that is made fast: `bytes` holds red, green, blue of each pixel, row by row.
///
/// - Precondition: the picture has pixels and `bytes` holds three for each.
public func encodePNGRGB(width: Int, height: Int, bytes: [UInt8]) -> [UInt8] {
  precondition(width > 0 && height > 0, "A PNG has at least one pixel")
  precondition(bytes.count == width * height * 3, "\(bytes.count) bytes for \(width) x \(height) pixels in colour")
  let compressed = unsafe encodedBytes { out, message in
    unsafe craster_png_compress(bytes, 3 * width, height, out, message)
  }
  return pngFile(width: width, height: height, depth: 8, colour: .rgb, compressed: compressed)
}

/// One call of the C encoder.
private struct PNGEncoder {
  let width: Int
  let height: Int
  let depth: UInt8
  let effort: EncodingEffort
  let tags: PNGTags

  func encode(_ samples: UnsafeRawBufferPointer) -> [UInt8] {
    precondition(width > 0 && height > 0, "A PNG has at least one pixel")
    precondition(width <= Int32.max && height <= Int32.max, "A PNG of \(width) x \(height) pixels")
    let options = craster_png_options(
      significant_bits: UInt8(tags.significantBits ?? 0), pixels_per_metre_x: tags.pixelsPerMetre?.x ?? 0,
      pixels_per_metre_y: tags.pixelsPerMetre?.y ?? 0, level: effort == .small ? 9 : 4,
      predict: effort != .labels)
    return unsafe encodedBytes { out, message in
      unsafe craster_png_encode(
        samples.baseAddress, UInt32(width), UInt32(height), depth, options, out, message)
    }
  }
}

/// Runs a C encoder and takes over its bytes.
///
/// Valid samples leave it only one way to fail, the lack of memory, which ends the process as anywhere in Swift.
func encodedBytes(
  _ encode: (UnsafeMutablePointer<craster_bytes>, UnsafeMutablePointer<CChar>) -> craster_status
) -> [UInt8] {
  var out = unsafe craster_bytes()
  var message = [CChar](repeating: 0, count: Int(CRASTER_MESSAGE))
  let status = unsafe encode(&out, &message)
  let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  precondition(status == .ok, "Encoding failed: \(text)")
  defer { unsafe craster_bytes_free(&out) }
  return unsafe [UInt8](UnsafeBufferPointer(start: out.bytes, count: out.count))
}
