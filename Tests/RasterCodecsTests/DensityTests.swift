import Raster
import RasterCodecs
import Testing

/// Density tags are read as raw numbers with their unit.
@Suite struct DensityTests {
  @Test func physicalPixelsOfAPNG() throws {
    let plane = Plane<UInt8>(width: 2, height: 2, repeating: 5)
    #expect(try decodeImage(encodePNG8(plane)).density == nil)
    let tags = PNGTags(pixelsPerMetre: .init(x: 5000, y: 4000))
    let density = try #require(try decodeImage(encodePNG8(plane, tags: tags)).density)
    #expect(density.x == 5000 && density.y == 4000 && density.unit == .metre && density.origin == .physicalPixel)
    #expect(density.millimetresPerPixel?.x == 0.2 && density.millimetresPerPixel?.y == 0.25)
    #expect(!density.isPrintDefault)
    let bare = PNGBuilder(
      width: 1, height: 1, depth: 8, colourType: 0, before: [("pHYs", big32(1) + big32(2) + [0])], rows: [[0, 1]]
    ).bytes
    let aspect = try #require(try decodeImage(bare).density)
    #expect(aspect.unit == .aspect && aspect.millimetresPerPixel == nil)
  }

  @Test func printDefaultsAreKnown() throws {
    for (perMetre, isDefault) in [(2835, true), (3780, true), (5906, true), (11_811, true), (5000, false)] {
      let tags = PNGTags(pixelsPerMetre: .init(x: UInt32(perMetre), y: UInt32(perMetre)))
      let file = encodePNG8(Plane(width: 1, height: 1, repeating: 1), tags: tags)
      #expect(try decodeImage(file).density?.isPrintDefault == isDefault, "\(perMetre)")
    }
  }

  @Test func jfifBeforeEXIFAndEXIFBeforeAMereRatio() throws {
    let plain = encodeJPEG(Plane(width: 8, height: 8, repeating: 100), quality: 90)
    // libjpeg writes a JFIF header with the ratio 1:1.
    #expect(try decodeImage(plain).density == StoredDensity(x: 1, y: 1, unit: .aspect, origin: .jfif))
    let exif = inserting(0xE1, [UInt8]("Exif\0\0".utf8) + exifBlock(orientation: 1, density: 127), into: plain)
    #expect(try decodeImage(exif).density == StoredDensity(x: 127, y: 254, unit: .inch, origin: .exif))
    let metric = exifBlock(orientation: 1, density: 50, unit: 3, littleEndian: false)
    let other = inserting(0xE1, [UInt8]("Exif\0\0".utf8) + metric, into: plain)
    #expect(try decodeImage(other).density == StoredDensity(x: 50, y: 100, unit: .centimetre, origin: .exif))
    var jfif = exif
    guard let head = jfif.indices.first(where: { jfif[$0...].starts(with: "JFIF".utf8) }) else {
      Issue.record("no JFIF header")
      return
    }
    jfif.replaceSubrange(head + 7..<head + 12, with: [1, 0, 100, 0, 200])
    #expect(try decodeImage(jfif).density == StoredDensity(x: 100, y: 200, unit: .inch, origin: .jfif))
  }

  @Test func aQuarterTurnExchangesTheAxes() throws {
    let plain = encodeJPEG(Plane(width: 8, height: 8, repeating: 100), quality: 90)
    let exif = inserting(0xE1, [UInt8]("Exif\0\0".utf8) + exifBlock(orientation: 6, density: 127), into: plain)
    #expect(try decodeImage(exif).density == StoredDensity(x: 254, y: 127, unit: .inch, origin: .exif))
  }
}
