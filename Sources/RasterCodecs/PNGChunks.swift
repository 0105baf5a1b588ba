internal import Raster

/// What a pixel holds, as PNG counts it.
enum PNGColour: UInt8 {
  case grey = 0
  case rgb = 2
}

/// The file of a PNG of `depth` bits, not interlaced, whose filtered rows are `compressed` as zlib does.
func pngFile(width: Int, height: Int, depth: UInt8, colour: PNGColour, compressed: [UInt8]) -> [UInt8] {
  var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  let head = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [depth, colour.rawValue, 0, 0, 0]
  appendChunk("IHDR", head, to: &file)
  appendChunk("IDAT", compressed, to: &file)
  appendChunk("IEND", [], to: &file)
  return file
}

/// Appends a length, a name, so many bytes, and the checksum of the last two.
private func appendChunk(_ name: String, _ content: [UInt8], to file: inout [UInt8]) {
  file += bigEndian(UInt32(content.count))
  let start = file.count
  file += Array(name.utf8) + content
  file += bigEndian(cyclicChecksum(of: file[start...]))
}

private func bigEndian(_ number: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
}
