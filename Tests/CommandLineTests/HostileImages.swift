import Raster
import RasterCodecs

/// Files that cost their maker nothing and would cost a careless reader everything.
enum HostileImages {
  /// A file, what the program must say of it, and what it may be given besides the path.
  struct Entry {
    var name: String
    var bytes: [UInt8]
    var reason: String
    var options: [String] = []
  }

  static func all() throws -> [Entry] {
    let zeros = chunks(of: encodePNG8(Plane<UInt8>(width: 4000, height: 4000, repeating: 0)))
    let deflated = zeros.filter { $0.type == "IDAT" }.flatMap(\.body)
    let small = chunks(of: encodePNG8(Plane<UInt8>(width: 8, height: 8, repeating: 7)))
    let pixels = small.filter { $0.type == "IDAT" }
    func png(_ width: Int, _ height: Int, depth: UInt8 = 8, colour: UInt8 = 0, _ rest: [Chunk]) -> [UInt8] {
      written([Chunk("IHDR", big32(width) + big32(height) + [depth, colour, 0, 0, 0])] + rest + [Chunk("IEND", [])])
    }
    let progressive = encodeJPEG(wave(64, 64), quality: 80, progressive: true)
    return [
      Entry(
        name: "wide-header.png", bytes: png(65_535, 65_535, depth: 16, pixels),
        reason: "65535 x 65535 pixels, more than the 536870912 that are allowed"),
      Entry(
        name: "one-row.png", bytes: png(536_870_911, 1, depth: 16, colour: 6, pixels),
        reason: "a side of more than 1000000 pixels"),
      Entry(
        name: "bomb.png", bytes: png(20_000, 20_000, [Chunk("IDAT", deflated)]),
        reason: "20000 x 20000 pixels, more than the 50000000", options: ["--max-pixels", "50000000"]),
      // 16 MB of zeros behind the 64 bytes that the image needs.
      Entry(name: "more-data.png", bytes: png(8, 8, [Chunk("IDAT", deflated)]), reason: ""),
      Entry(
        name: "text-bomb.png",
        bytes: png(8, 8, (0..<50).map { _ in Chunk("zTXt", Array("Comment\0\0".utf8) + deflated) } + pixels), reason: ""
      ),
      Entry(
        name: "profile-bomb.png", bytes: png(8, 8, [Chunk("iCCP", Array("profile\0\0".utf8) + deflated)] + pixels),
        reason: ""),
      Entry(
        name: "chunk-flood.png", bytes: png(8, 8, (0..<200_000).map { _ in Chunk("tEXt", []) } + pixels), reason: ""),
      Entry(name: "many-parts.png", bytes: png(8, 8, pixels.flatMap(\.body).map { Chunk("IDAT", [$0]) }), reason: ""),
      Entry(
        name: "wide-header.jpg", bytes: resized(encodeJPEG(wave(16, 16), quality: 90), 0xC0, 65_500, 65_500),
        reason: "65500 x 65500 pixels, more than the 536870912 that are allowed"),
      Entry(
        name: "few-bytes.jpg", bytes: resized(progressive, 0xC2, 20_000, 20_000), reason: "the JPEG ends early"),
      Entry(name: "scans.jpg", bytes: repeatingScans(progressive, 3000), reason: "more scans than the 500"),
      Entry(
        name: "large-scans.jpg",
        bytes: repeatingScans(
          encodeJPEG(Plane<UInt8>(width: 2000, height: 2000, repeating: 9), quality: 50, progressive: true), 3000),
        reason: "more scans than the 268"),
      Entry(name: "comments.jpg", bytes: flooded(encodeJPEG(wave(16, 16), quality: 90), 60_000), reason: ""),
      Entry(name: "text.png", bytes: Array("image,spacing_mm\n".utf8), reason: "found text"),
      Entry(name: "empty.png", bytes: [], reason: "the file is empty"),
    ]
  }

  // MARK: Making them

  struct Chunk {
    var type: String
    var body: [UInt8]

    init(_ type: String, _ body: [UInt8]) {
      self.type = type
      self.body = body
    }
  }

  static func written(_ chunks: [Chunk]) -> [UInt8] {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    for chunk in chunks {
      let content = Array(chunk.type.utf8) + chunk.body
      bytes += big32(chunk.body.count)
      bytes += content
      bytes += big32(Int(crc32(content)))
    }
    return bytes
  }

  static func chunks(of png: [UInt8]) -> [Chunk] {
    var found: [Chunk] = []
    var place = 8
    while place + 12 <= png.count {
      let length = png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      found.append(
        Chunk(
          String(decoding: png[place + 4..<place + 8], as: UTF8.self), Array(png[place + 8..<place + 8 + length])))
      place += 12 + length
    }
    return found
  }

  static func wave(_ width: Int, _ height: Int) -> Plane<UInt8> {
    Plane(
      width: width, height: height, samples: (0..<width * height).map { UInt8(($0 % width * 5 + $0 / width * 3) & 255) }
    )
  }

  /// The JPEG with another size in its frame header.
  private static func resized(_ jpeg: [UInt8], _ marker: UInt8, _ width: Int, _ height: Int) -> [UInt8] {
    guard let frame = jpeg.indices.dropLast().first(where: { jpeg[$0] == 0xFF && jpeg[$0 + 1] == marker }) else {
      return []
    }
    var bytes = jpeg
    bytes.replaceSubrange(frame + 5..<frame + 9, with: big32(height << 16 | width))
    return bytes
  }

  /// The JPEG with its last scan so many times.
  private static func repeatingScans(_ jpeg: [UInt8], _ count: Int) -> [UInt8] {
    guard let scan = jpeg.indices.dropLast().last(where: { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xDA }) else {
      return []
    }
    // Of the scan's data a few bytes are enough: what lacks counts as zero.
    let length = 2 + Int(jpeg[scan + 2]) << 8 + Int(jpeg[scan + 3])
    let end = min(jpeg.count - 2, scan + length + 2)
    return Array(jpeg[..<(jpeg.count - 2)]) + (0..<count).flatMap { _ in jpeg[scan..<end] } + [0xFF, 0xD9]
  }

  private static func flooded(_ jpeg: [UInt8], _ count: Int) -> [UInt8] {
    jpeg[..<2] + (0..<count).flatMap { _ in [0xFF, 0xFE, 0, 2] as [UInt8] } + jpeg[2...]
  }

  private static func big32(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF) { table[Int(($0 ^ UInt32($1)) & 255)] ^ $0 >> 8 }
  }
}
