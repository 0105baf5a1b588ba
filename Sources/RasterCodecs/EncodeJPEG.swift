import CRasterCodecs
public import Raster

/// Writes 8-bit grey samples as a JPEG; the same samples give the same bytes.
///
/// - Precondition: the plane has pixels, no side exceeds 65,500 (a limit of the library), and `quality` lies in 1...100.
public func encodeJPEG(_ plane: Plane<UInt8>, quality: Int, progressive: Bool = false) -> [UInt8] {
  precondition((1...100).contains(quality), "A JPEG quality of \(quality)")
  precondition((1...65_500).contains(plane.width) && (1...65_500).contains(plane.height), "A JPEG of this size")
  return unsafe encodedBytes { out, message in
    unsafe craster_jpeg_encode(
      plane.samples, UInt32(plane.width), UInt32(plane.height), 1, Int32(quality), progressive, out, message)
  }
}

/// Writes 8-bit colour as a JPEG: `bytes` holds red, green, blue of each pixel, row by row.
///
/// - Precondition: `bytes` holds three for each pixel, and size and `quality` are those of grey.
public func encodeJPEGRGB(width: Int, height: Int, bytes: [UInt8], quality: Int) -> [UInt8] {
  precondition((1...100).contains(quality), "A JPEG quality of \(quality)")
  precondition((1...65_500).contains(width) && (1...65_500).contains(height), "A JPEG of this size")
  precondition(bytes.count == width * height * 3, "\(bytes.count) bytes for \(width) x \(height) pixels in colour")
  return unsafe encodedBytes { out, message in
    unsafe craster_jpeg_encode(bytes, UInt32(width), UInt32(height), 3, Int32(quality), false, out, message)
  }
}
