/// What the first bytes of a file say that it is.
enum Signature: Equatable {
  case image(ImageFormat)
  /// Something else, named for a message.
  case other(String)

  init(of bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .image(.png)
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .image(.jpeg)
    } else {
      self = .other(Signature.name(of: bytes))
    }
  }

  /// A name for bytes that are neither; the usual things that carry the wrong extension.
  private static func name(of bytes: [UInt8]) -> String {
    let known: [(start: [UInt8], name: String)] = [
      ([0x47, 0x49, 0x46, 0x38], "a GIF"),
      ([0x42, 0x4D], "a BMP"),
      ([0x49, 0x49, 0x2A, 0x00], "a TIFF"),
      ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF"),
      ([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50], "a JPEG 2000 file"),
      ([0xFF, 0x4F, 0xFF, 0x51], "a JPEG 2000 codestream"),
      ([0x25, 0x50, 0x44, 0x46], "a PDF"),
      ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive"),
      ([0x1F, 0x8B], "a gzip archive"),
      ([0x4E, 0x52, 0x52, 0x44], "an NRRD file"),
      ([0x89, 0x50], "a damaged PNG signature"),
      ([0xFF, 0xD8], "a damaged JPEG signature"),
    ]
    if bytes.count >= 132, bytes[128..<132].elementsEqual("DICM".utf8) { return "a DICOM file" }
    if bytes.count >= 12, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) { return "a WebP" }
    if bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) { return "a HEIF, AVIF or film file" }
    if let match = known.first(where: { bytes.starts(with: $0.start) }) { return match.name }
    let head = bytes.prefix(256)
    if head.allSatisfy({ $0 == 0 }) { return "zero bytes" }
    let isText = head.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 || $0 >= 0x80 }
    return isText ? "text" : "an unknown kind of file"
  }
}
