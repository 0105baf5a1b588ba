import CRasterCodecs

/// The libraries that the codecs stand on.
public struct CodecLibraries: Sendable, Equatable {
  /// The version of libpng that runs.
  public let png: String
  /// The version of libpng that this was built with.
  public let pngHeaders: String
  /// The JPEG library that this was built with; it does not tell which one runs.
  public let jpegHeaders: String
  /// The version of zlib that this was built with.
  public let zlibHeaders: String
  /// The version of libdeflate that this was built with.
  public let deflateHeaders: String

  /// The libraries of this program.
  public static var current: CodecLibraries {
    let versions = unsafe craster_library_versions()
    return unsafe CodecLibraries(
      png: text(versions.png), pngHeaders: text(versions.png_headers), jpegHeaders: text(versions.jpeg_headers),
      zlibHeaders: text(versions.zlib_headers), deflateHeaders: text(versions.deflate_headers))
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? "unknown"
  }
}
