import CRasterCodecs
public import Raster

/// Reads the bytes of a PNG label map: grey values of 1 to 16 bits or palette indices, as stored; 0 is background.
///
/// Small depths are not stretched: a label 1 of a 2-bit file stays 1. Colour files whose channels are equal, as image
/// editors write them, count as grey. A wholly transparent pixel is background. EXIF orientation is applied.
///
/// - Throws: ``DecodingError/notAMask(found:)`` for a JPEG, whose compression changes labels, and for colours that
///   differ between channels; otherwise as ``decodeImage(_:limits:)``. A mask that ends early is always an error.
public func decodeMask(
  _ bytes: [UInt8], limits: DecodingLimits = DecodingLimits()
) throws(DecodingError) -> Plane<UInt16> {
  let format = try imageFormat(of: bytes)
  guard format == .png else { throw .notAMask(found: "a JPEG, whose compression changes labels") }
  var complete = limits
  complete.allowTruncated = false
  var own = bytes
  let native = try NativeDecoder(format: format, purpose: .labels, limits: complete).decode(overwriting: &own)
  guard !native.header.channels_differ else { throw .notAMask(found: "a mask in colour") }
  let orientation = FileTags(bytes, format: format).exif?.orientation ?? .asStored
  return orientation.applied(to: native.samples)
}
