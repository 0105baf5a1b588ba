import Raster
import RasterCodecs
import RasterTestSupport
import Testing

/// Damaged files end in a typed error or in pixels.
@Suite struct RobustnessTests {
  @Test func everyPrefixOfAValidFileIsATypedError() {
    for file in smallFiles() {
      #expect(throws: Never.self, "\(file.name)") { try decodeImage(file.bytes) }
      for length in 0..<file.bytes.count {
        let prefix = Array(file.bytes[..<length])
        #expect(throws: DecodingError.self, "\(file.name), \(length) of \(file.bytes.count) bytes") {
          try decodeImage(prefix)
        }
        #expect(throws: DecodingError.self) { try decodeMask(prefix) }
        // Where truncation is allowed either is right; what counts is that it ends, with as many samples as it says.
        if let image = try? decodeImage(prefix, limits: DecodingLimits(allowTruncated: true)) {
          #expect(image.truncated)
        }
      }
    }
  }

  @Test func prefixesBehindTheHeadAreCalledTruncated() {
    for file in smallFiles() where !file.name.contains("EXIF") {
      let prefix = Array(file.bytes[..<(file.bytes.count - 3)])
      let format: ImageFormat = file.name.contains("PNG") ? .png : .jpeg
      #expect(throws: DecodingError.truncated(format), "\(file.name)") { try decodeImage(prefix) }
    }
  }

  @Test(arguments: [UInt64(11), 12, 13])
  func flippedBitsNeverCrash(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for file in smallFiles() {
      for _ in 0..<400 {
        var bytes = file.bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
        // A flip in the head may ask for a huge image: a small limit keeps the test fast.
        for allowed in [false, true] {
          let limits = DecodingLimits(maximumPixels: 1 << 20, allowTruncated: allowed)
          if let image = try? decodeImage(bytes, limits: limits) { #expect(image.samples.width > 0, "seed \(seed)") }
        }
        _ = try? decodeMask(bytes, limits: DecodingLimits(maximumPixels: 1 << 20))
      }
    }
  }

  @Test func headsThatClaimTooMuchAreRefused() {
    let huge = PNGBuilder(width: 65_535, height: 65_535, depth: 16, colourType: 0, rows: [[0, 0]]).bytes
    #expect(throws: DecodingError.tooLarge(width: 65_535, height: 65_535, limit: 512 << 20)) { try decodeImage(huge) }
    let wide = PNGBuilder(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, depth: 8, colourType: 6, rows: [[0, 0]]).bytes
    #expect(throws: DecodingError.tooLarge(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, limit: 512 << 20)) {
      try decodeImage(wide)
    }
    var jpeg = encodeJPEG(.init(width: 16, height: 16, repeating: 9), quality: 90)
    guard let frame = jpeg.indices.dropLast().first(where: { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 }) else {
      Issue.record("no frame header")
      return
    }
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(throws: DecodingError.tooLarge(width: 65_500, height: 65_500, limit: 512 << 20)) { try decodeImage(jpeg) }
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x40, 0, 0x40, 0])
    #expect(throws: DecodingError.truncated(.jpeg)) { try decodeImage(jpeg) }
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0, 0, 0, 0])
    #expect(throws: DecodingError.self) { try decodeImage(jpeg) }
  }

  @Test func aSmallerLimitHolds() {
    let file = encodePNG16(randomPlane16(10, 10, seed: 4))
    #expect(throws: Never.self) { try decodeImage(file, limits: DecodingLimits(maximumPixels: 100)) }
    #expect(throws: DecodingError.tooLarge(width: 10, height: 10, limit: 99)) {
      try decodeImage(file, limits: DecodingLimits(maximumPixels: 99))
    }
  }

  @Test func scansOfAProgressiveFileAreCounted() {
    let file = encodeJPEG(randomPlane8(64, 64, seed: 5), quality: 80, progressive: true)
    #expect(throws: Never.self) { try decodeImage(file) }
    #expect(throws: DecodingError.tooManyScans(limit: 3)) {
      try decodeImage(file, limits: DecodingLimits(maximumScans: 3))
    }
  }

  /// A few kB that claim 400 megapixels in progressive scans: no memory is taken for them.
  @Test func aProgressiveFileWithTooFewBytesIsTruncated() {
    var jpeg = encodeJPEG(randomPlane8(64, 64, seed: 5), quality: 80, progressive: true)
    guard let frame = jpeg.indices.dropLast().first(where: { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC2 }) else {
      Issue.record("no progressive frame header")
      return
    }
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x4E, 0x20, 0x4E, 0x20])
    #expect(throws: DecodingError.truncated(.jpeg)) { try decodeImage(jpeg) }
  }

  @Test func whatIsNoImageIsNamed() {
    #expect(throws: DecodingError.empty) { try decodeImage([]) }
    #expect(throws: DecodingError.notAnImage(found: "text")) { try decodeImage([UInt8]("image,spacing\n".utf8)) }
    #expect(throws: DecodingError.notAnImage(found: "zero bytes")) {
      try decodeImage([UInt8](repeating: 0, count: 500))
    }
    #expect(throws: DecodingError.notAnImage(found: "a TIFF")) { try decodeImage([0x49, 0x49, 0x2A, 0, 8, 0, 0, 0]) }
    let dicom = [UInt8](repeating: 0, count: 128) + [UInt8]("DICM".utf8) + [2, 0]
    #expect(throws: DecodingError.notAnImage(found: "a DICOM file")) { try decodeImage(dicom) }
    for error in [DecodingError.empty, .truncated(.png), .outOfMemory, .notAMask(found: "a JPEG")] {
      #expect(!error.description.contains("\n"))
    }
  }

  /// Thousands of ancillary chunks cost a walk, not memory or a refusal.
  @Test func aFloodOfChunksIsSkipped() throws {
    let text = (type: "tEXt", body: [UInt8]("Comment\0".utf8) + [UInt8](repeating: 0x41, count: 100))
    let file = PNGBuilder(
      width: 2, height: 1, depth: 8, colourType: 0, before: Array(repeating: text, count: 5000), rows: [[0, 3, 4]])
    #expect(try decodeImage(file.bytes).samples.samples == [3, 4])
  }
}
