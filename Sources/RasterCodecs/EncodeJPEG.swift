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
      plane.samples, UInt32(plane.width), UInt32(plane.height), Int32(quality), progressive, out, message)
  }
}
