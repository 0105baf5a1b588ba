/// Writes PNG files chunk by chunk, of kinds that the library's own encoder does not write.
///
/// The image data is deflate's stored blocks, so nothing here depends on zlib.
struct PNGBuilder {
  var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// A file of `rows` (each with its filter byte), without IEND where `isOpen`.
  init(
    width: Int, height: Int, depth: Int, colourType: UInt8, interlaced: Bool = false,
    before: [(type: String, body: [UInt8])] = [], rows: [[UInt8]], isOpen: Bool = false
  ) {
    chunk("IHDR", big32(width) + big32(height) + [UInt8(depth), colourType, 0, 0, interlaced ? 1 : 0])
    for extra in before { chunk(extra.type, extra.body) }
    chunk("IDAT", zlibStored(rows.flatMap { $0 }))
    if !isOpen { chunk("IEND", []) }
  }

  /// The head of a file and its compressed pixels in chunks of their own, without IEND.
  init(width: Int, height: Int, depth: Int, colourType: UInt8, stream: [[UInt8]]) {
    chunk("IHDR", big32(width) + big32(height) + [UInt8(depth), colourType, 0, 0, 0])
    for piece in stream { chunk("IDAT", piece) }
  }

  /// Appends a chunk with its length and checksum.
  mutating func chunk(_ type: String, _ body: [UInt8]) {
    let content = [UInt8](type.utf8) + body
    bytes += big32(body.count) + content + big32(Int(crc32(content)))
  }
}

/// Four bytes, the highest first.
func big32(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

private func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}

private func zlibStored(_ bytes: [UInt8]) -> [UInt8] {
  precondition(bytes.count < 65_536, "One stored block")
  var a: UInt32 = 1
  var b: UInt32 = 0
  for byte in bytes {
    a = (a + UInt32(byte)) % 65_521
    b = (b + a) % 65_521
  }
  let low = UInt8(bytes.count & 255)
  let high = UInt8(bytes.count >> 8)
  return [0x78, 0x01, 0x01, low, high, ~low, ~high] + bytes + big32(Int(b << 16 | a))
}

/// An EXIF block with an orientation and, where given, a density in pixels per `unit` (2 inch, 3 centimetre).
func exifBlock(orientation: Int, density: Int? = nil, unit: Int = 2, littleEndian: Bool = true) -> [UInt8] {
  func number(_ value: Int, _ size: Int) -> [UInt8] {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return littleEndian ? bytes : bytes.reversed()
  }
  func short(_ tag: Int, _ value: Int) -> [UInt8] {
    number(tag, 2) + number(3, 2) + number(1, 4) + number(value, 2) + [0, 0]
  }
  var entries = [short(0x0112, orientation)]
  if density != nil {
    let end = 8 + 2 + 4 * 12 + 4
    entries.append(number(0x011A, 2) + number(5, 2) + number(1, 4) + number(end, 4))
    entries.append(number(0x011B, 2) + number(5, 2) + number(1, 4) + number(end + 8, 4))
    entries.append(short(0x0128, unit))
  }
  var block: [UInt8] = littleEndian ? [0x49, 0x49, 0x2A, 0] : [0x4D, 0x4D, 0, 0x2A]
  block += number(8, 4) + number(entries.count, 2) + entries.flatMap { $0 } + number(0, 4)
  if let density { block += number(density, 4) + number(1, 4) + number(density * 2, 4) + number(1, 4) }
  return block
}

/// Puts a segment behind the first two bytes of a JPEG.
func inserting(_ marker: UInt8, _ body: [UInt8], into jpeg: [UInt8]) -> [UInt8] {
  let length = body.count + 2
  return jpeg.prefix(2) + [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + body + jpeg.dropFirst(2)
}
