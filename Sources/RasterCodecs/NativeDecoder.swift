import CRasterCodecs
import Raster

/// Stored rows as the C decoders give them, before they are turned upright.
struct NativeImage {
  let samples: Plane<UInt16>
  let header: craster_header
}

/// Calls the C decoders: once for the head, so that memory is taken only for what is allowed, once for the pixels.
struct NativeDecoder {
  let format: ImageFormat
  let purpose: craster_purpose
  let limits: DecodingLimits

  /// The picture in `bytes`, which may be written over behind the head where it is read.
  func decode(overwriting bytes: inout [UInt8]) throws(DecodingError) -> NativeImage {
    var call = Call()
    unsafe run(&bytes, into: nil, &call)
    try check(call)
    let count = Int(call.header.width) * Int(call.header.height)
    let room = craster_samples(call.header.width, call.header.height)
    let samples = unsafe [UInt16](unsafeUninitializedCapacity: room) { buffer, initialised in
      unsafe run(&bytes, into: UnsafeMutableBufferPointer(rebasing: buffer[..<room]), &call)
      // On success the decoder has written every sample, black ones for rows that a cut file lacks.
      initialised = call.status == .ok ? count : 0
    }
    try check(call)
    return NativeImage(
      samples: Plane(width: Int(call.header.width), height: Int(call.header.height), samples: samples),
      header: call.header)
  }

  /// What comes back from one call.
  private struct Call {
    var header = craster_header()
    var status = craster_status.ok
    var message = [CChar](repeating: 0, count: Int(CRASTER_MESSAGE))

    var text: String {
      String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  private func run(_ bytes: inout [UInt8], into buffer: UnsafeMutableBufferPointer<UInt16>?, _ call: inout Call) {
    let count = bytes.count
    let native = craster_limits(
      max_pixels: UInt64(limits.maximumPixels), max_scans: UInt32(clamping: limits.maximumScans),
      max_scan_pixels: limits.maximumScanPixels, allow_truncated: limits.allowTruncated,
      only_libpng: limits.onlyLibpng)
    let samples = unsafe buffer?.baseAddress
    let capacity = unsafe buffer?.count ?? 0
    call.status =
      switch format {
      case .png:
        unsafe craster_png_decode(
          &bytes, count, native, purpose, &call.header, samples, capacity, &call.message)
      case .jpeg:
        unsafe craster_jpeg_decode(bytes, count, native, &call.header, samples, capacity, &call.message)
      }
  }

  private func check(_ call: Call) throws(DecodingError) {
    switch call.status {
    case .ok: return
    case .truncated: throw .truncated(format)
    case .corrupt: throw .corrupt(format, reason: call.text.isEmpty ? "damaged data" : call.text)
    case .unsupported: throw .unsupported(format, what: call.text)
    case .tooLarge:
      throw .tooLarge(
        width: Int(call.header.width), height: Int(call.header.height), limit: limits.maximumPixels)
    case .tooManyScans: throw .tooManyScans(limit: Int(call.header.scan_limit))
    case .outOfMemory: throw .outOfMemory
    }
  }
}
