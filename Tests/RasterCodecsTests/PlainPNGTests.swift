import CRasterCodecs
import Raster
import RasterCodecs
import RasterTestSupport
import Testing

/// The fast path for plain grey PNG against libpng: the same pixels, the same refusals.
@Suite struct PlainPNGTests {
  @Test(arguments: [8, 16], [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65])
  func everyFilterGivesLibpngsPixels(depth: Int, width: Int) throws {
    for filters in [[0], [1], [2], [3], [4], [0, 1, 2, 3, 4, 4, 3, 2, 1]] as [[UInt8]] {
      let file = file(width: width, height: 9, depth: depth, filters: filters, seed: UInt64(width))
      #expect(isPlain(file), "not read by the fast path")
      #expect(try decodeImage(file) == judged(file))
      #expect(try decodeMask(file) == decodeMask(file, limits: judge))
    }
  }

  @Test(arguments: [8, 16])
  func everyPrefixIsJudgedAlike(depth: Int) {
    let file = file(width: 5, height: 4, depth: depth, filters: [1, 2, 3, 4], seed: 3)
    for length in 0...file.count { compare(Array(file[..<length]), "\(length) of \(file.count) bytes") }
  }

  @Test(arguments: [8, 16])
  func everyFlippedBitIsJudgedAlike(depth: Int) {
    let file = file(width: 5, height: 4, depth: depth, filters: [1, 2, 3, 4], seed: 4)
    for bit in 0..<8 * file.count {
      var bytes = file
      bytes[bit / 8] ^= 1 << (bit % 8)
      compare(bytes, "bit \(bit)")
    }
  }

  /// Flips behind which the checksums are made right again reach the inflation and the filters.
  @Test(arguments: [UInt64(1), 2])
  func damageUnderRightChecksumsIsJudgedAlike(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let plane = Plane(width: 40, height: 30, samples: (0..<1200).map { UInt16($0 / 7 * 50) })
    let data = content(of: encodePNG16(plane, effort: .small))
    for _ in 0..<400 {
      var stream = data
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        stream[Int.random(in: 0..<stream.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      if Bool.random(using: &random) { stream += [0, 1, 2] }
      let cuts = (0..<Int.random(in: 0..<5, using: &random)).map { _ in Int.random(in: 0...stream.count, using: &random)
      }
      let ends = [0] + cuts.sorted() + [stream.count]
      let pieces = zip(ends, ends.dropFirst()).map { Array(stream[$0..<$1]) }
      var file = PNGBuilder(width: 40, height: 30, depth: 16, colourType: 0, stream: pieces)
      file.chunk("IEND", [])
      compare(file.bytes, "seed \(seed)")
    }
  }

  @Test func chunksAroundThePixelsAreJudgedAlike() {
    let stream = content(of: encodePNG16(randomPlane16(9, 9, seed: 5)))
    let half = stream.count / 2
    for pieces in [[stream], [Array(stream[..<half]), Array(stream[half...])], [[], stream, []], [stream, [1]]] {
      for type in ["tEXt", "tIME", "sBIT", "pHYs", "gAMA", "IDAT", "PLTE", "ABCD", "abCd"] {
        var file = PNGBuilder(width: 9, height: 9, depth: 16, colourType: 0, stream: pieces)
        file.chunk(type, [16, 0, 1])
        compare(file.bytes, type)
        file.chunk("IEND", [])
        compare(file.bytes, type)
        compare(file.bytes + [1, 2, 3], type)
      }
    }
  }

  @Test func otherKindsAreLeftToLibpng() {
    let rows = (0..<2).map { _ in [UInt8](repeating: 0, count: 5) }
    #expect(
      !isPlain(PNGBuilder(width: 4, height: 2, depth: 8, colourType: 0, before: [("tRNS", [0, 7])], rows: rows).bytes))
    #expect(!isPlain(PNGBuilder(width: 32, height: 2, depth: 1, colourType: 0, rows: rows).bytes))
    #expect(!isPlain(PNGBuilder(width: 2, height: 2, depth: 8, colourType: 4, rows: rows).bytes))
  }

  private var judge: DecodingLimits {
    var limits = DecodingLimits()
    limits.onlyLibpng = true
    return limits
  }

  private func judged(_ bytes: [UInt8]) throws -> DecodedImage { try decodeImage(bytes, limits: judge) }

  private func compare(_ bytes: [UInt8], _ what: String) {
    _ = isPlain(bytes)
    for allowTruncated in [false, true] {
      var fast = DecodingLimits(maximumPixels: 1 << 20, allowTruncated: allowTruncated)
      let own = Result { () throws(DecodingError) in try decodeImage(bytes, limits: fast) }
      fast.onlyLibpng = true
      let other = Result { () throws(DecodingError) in try decodeImage(bytes, limits: fast) }
      #expect(own == other, "\(what), truncated \(allowTruncated)")
    }
  }

  /// Whether the fast path reads the file; what it does not read is handed on as it was.
  private func isPlain(_ bytes: [UInt8]) -> Bool {
    let limits = craster_limits(
      max_pixels: 1 << 20, max_scans: 1, max_scan_pixels: 1, allow_truncated: false, only_libpng: false)
    var header = craster_header()
    var message = [CChar](repeating: 0, count: Int(CRASTER_MESSAGE))
    var own = bytes
    guard unsafe craster_png_decode(&own, bytes.count, limits, .grey, &header, nil, 0, &message) == .ok else {
      return false
    }
    let room = craster_samples(header.width, header.height)
    var samples = [UInt16](repeating: 0, count: room)
    let status = unsafe craster_png_decode(&own, bytes.count, limits, .grey, &header, &samples, room, &message)
    #expect(header.plain || own == bytes)
    return status == .ok && header.plain
  }

  private func file(width: Int, height: Int, depth: Int, filters: [UInt8], seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    let rows = (0..<height).map { y in
      [filters[y % filters.count]] + (0..<width * depth / 8).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    return PNGBuilder(width: width, height: height, depth: depth, colourType: 0, rows: rows).bytes
  }

  /// The compressed stream of a file.
  private func content(of png: [UInt8]) -> [UInt8] {
    var at = 8
    var stream: [UInt8] = []
    while at < png.count {
      let length = png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      if png[at + 4..<at + 8].elementsEqual("IDAT".utf8) { stream += png[at + 8..<at + 8 + length] }
      at += length + 12
    }
    return stream
  }
}
