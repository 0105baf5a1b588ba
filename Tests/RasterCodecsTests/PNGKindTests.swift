import Raster
import RasterCodecs
import RasterTestSupport
import Testing

/// Every kind of PNG pixel against values worked out by hand.
@Suite struct PNGKindTests {
  @Test func smallDepthsAreStretchedForImagesAndKeptForMasks() throws {
    // 1 bit: 1 0 1; 2 bits: 0 1 2 3; 4 bits: 0 7 15.
    let one = PNGBuilder(width: 3, height: 1, depth: 1, colourType: 0, rows: [[0, 0b1010_0000]]).bytes
    let two = PNGBuilder(width: 4, height: 1, depth: 2, colourType: 0, rows: [[0, 0b0001_1011]]).bytes
    let four = PNGBuilder(width: 3, height: 1, depth: 4, colourType: 0, rows: [[0, 0x07, 0xF0]]).bytes
    #expect(try decodeImage(one).samples.samples == [255, 0, 255])
    #expect(try decodeImage(two).samples.samples == [0, 85, 170, 255])
    #expect(try decodeImage(four).samples.samples == [0, 119, 255])
    #expect(try decodeImage(four).bitDepth == 8)
    #expect(try decodeMask(one).samples == [1, 0, 1])
    #expect(try decodeMask(two).samples == [0, 1, 2, 3])
    #expect(try decodeMask(four).samples == [0, 7, 15])
  }

  @Test func palettesGiveColoursForImagesAndIndicesForMasks() throws {
    let grey = PNGBuilder(
      width: 4, height: 1, depth: 2, colourType: 3, before: [("PLTE", [9, 9, 9, 80, 80, 80, 255, 255, 255, 1, 1, 1])],
      rows: [[0, 0b0001_1011]]
    ).bytes
    #expect(try decodeImage(grey).samples.samples == [9, 80, 255, 1])
    #expect(try decodeImage(grey).colour == .equalChannels)
    #expect(try decodeMask(grey).samples == [0, 1, 2, 3])
    let red = PNGBuilder(
      width: 2, height: 1, depth: 8, colourType: 3, before: [("PLTE", [255, 0, 0, 0, 255, 0])], rows: [[0, 0, 1]]
    ).bytes
    let image = try decodeImage(red)
    #expect(image.samples.samples == [76, 150])
    #expect(image.colour == .unequalChannels)
    #expect(image.notes == ["colour was reduced to Rec. 601 luma"])
  }

  @Test func alphaIsIgnoredWhereOpaqueAndLaidOnBlackElsewhere() throws {
    let opaque = PNGBuilder(width: 2, height: 1, depth: 8, colourType: 4, rows: [[0, 10, 255, 200, 255]]).bytes
    let image = try decodeImage(opaque)
    #expect(image.samples.samples == [10, 200])
    #expect(image.hasAlpha && image.notes.isEmpty && image.colour == .grey)
    let clear = PNGBuilder(width: 3, height: 1, depth: 8, colourType: 4, rows: [[0, 10, 0, 200, 128, 40, 255]]).bytes
    let laid = try decodeImage(clear)
    #expect(laid.samples.samples == [0, 100, 40])
    #expect(laid.notes == ["transparent pixels were laid on black"])
    #expect(try decodeMask(clear).samples == [0, 200, 40])
    let wide = PNGBuilder(
      width: 2, height: 1, depth: 16, colourType: 6,
      rows: [[0, 1, 0, 1, 0, 1, 0, 0xFF, 0xFF, 2, 0, 2, 0, 2, 0, 0x80, 0]]
    ).bytes
    #expect(try decodeImage(wide).samples.samples == [256, 256])
    #expect(try decodeImage(wide).colour == .equalChannels)
    let keyed = PNGBuilder(
      width: 3, height: 1, depth: 8, colourType: 0, before: [("tRNS", [0, 7])], rows: [[0, 6, 7, 8]]
    ).bytes
    #expect(try decodeImage(keyed).samples.samples == [6, 0, 8])
    #expect(try decodeImage(keyed).hasAlpha)
    #expect(try decodeMask(keyed).samples == [6, 7, 8])
  }

  @Test func bitsInUseComeFromSBITOrFromTheSamples() throws {
    func depth(_ maximum: UInt16, sBIT: Int? = nil) throws -> DecodedImage {
      try decodeImage(
        encodePNG16(Plane(width: 2, height: 1, samples: [0, maximum]), tags: PNGTags(significantBits: sBIT)))
    }
    #expect(try depth(1023).bitDepth == 10)
    #expect(try depth(1024).bitDepth == 12)
    #expect(try depth(4095).bitDepth == 12)
    #expect(try depth(4096).bitDepth == 16)
    #expect(try depth(900, sBIT: 12).bitDepth == 12)
    #expect(try depth(9000, sBIT: 14).bitDepth == 14)
    let scaled = try depth(65_535, sBIT: 12)
    #expect(scaled.bitDepth == 16 && scaled.samples.samples == [0, 65_535])
    #expect(scaled.notes == ["sBIT says 12 bits but samples reach 65535"])
  }

  @Test func anInterlacedFileGivesTheSamePixels() throws {
    // A 2 x 2 image has passes 1, 6 (right of the first) and 7 (the second row).
    let file = PNGBuilder(
      width: 2, height: 2, depth: 8, colourType: 0, interlaced: true, rows: [[0, 10], [0, 20], [0, 30, 40]]
    ).bytes
    #expect(try decodeImage(file).samples.samples == [10, 20, 30, 40])
    let deep = PNGBuilder(
      width: 2, height: 2, depth: 16, colourType: 0, interlaced: true,
      rows: [[0, 0x12, 0x34], [0, 0, 20], [0, 0, 30, 0xFF, 0xFE]]
    ).bytes
    #expect(try decodeImage(deep).samples.samples == [0x1234, 20, 30, 0xFFFE])
  }

  @Test func aCutFileGivesItsRowsOnRequestAndBlackBelow() throws {
    let plane = randomPlane16(128, 128, seed: 6)
    let file = encodePNG16(plane)
    let image = try decodeImage(Array(file[..<(file.count / 2)]), limits: DecodingLimits(allowTruncated: true))
    #expect(image.truncated)
    #expect(image.samples.samples.prefix(128 * 40) == plane.samples.prefix(128 * 40))
    #expect(image.samples.samples.suffix(128 * 40).allSatisfy { $0 == 0 })
  }

  @Test func masksInColourAreRefusedUnlessGrey() throws {
    #expect(try decodeMask(encodePNGRGB(width: 2, height: 1, bytes: [0, 0, 0, 255, 255, 255])).samples == [0, 255])
    #expect(throws: DecodingError.notAMask(found: "a mask in colour")) {
      try decodeMask(encodePNGRGB(width: 2, height: 1, bytes: [0, 0, 0, 255, 0, 0]))
    }
    let jpeg = encodeJPEG(Plane(width: 8, height: 8, repeating: 255), quality: 95)
    #expect(throws: DecodingError.notAMask(found: "a JPEG, whose compression changes labels")) { try decodeMask(jpeg) }
    #expect(try decodeMask(encodePNG16(Plane(width: 2, height: 1, samples: [0, 65_535]))).samples == [0, 65_535])
  }

  @Test(arguments: [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65])
  func whatIsEncodedIsDecoded(width: Int) throws {
    for height in [1, 2, 5] {
      let deep = randomPlane16(width, height, seed: UInt64(width * height))
      let flat = randomPlane8(width, height, seed: UInt64(width * height + 1))
      for effort in [EncodingEffort.labels, .small] {
        #expect(try decodeImage(encodePNG16(deep, effort: effort)).samples == deep)
        #expect(try decodeImage(encodePNG8(flat, effort: effort)).samples.samples == flat.samples.map(UInt16.init))
        #expect(encodePNG16(deep, effort: effort) == encodePNG16(deep, effort: effort))
      }
      let grey = flat.samples.flatMap { [$0, $0, $0] }
      let colour = try decodeImage(encodePNGRGB(width: width, height: height, bytes: grey))
      #expect(colour.samples.samples == flat.samples.map(UInt16.init) && colour.colour == .equalChannels)
    }
  }
}
