import Raster
import RasterCodecs
import Testing

/// EXIF orientations: rows stored in each of the eight ways come out the same.
@Suite struct OrientationTests {
  static let upright = Plane<UInt8>(width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6])

  /// The rows of `upright` as a camera that lay as `orientation` says would store them.
  private func stored(_ orientation: Int) -> [[UInt8]] {
    let rows: [[UInt8]] =
      switch orientation {
      case 1: [[1, 2, 3], [4, 5, 6]]
      case 2: [[3, 2, 1], [6, 5, 4]]
      case 3: [[6, 5, 4], [3, 2, 1]]
      case 4: [[4, 5, 6], [1, 2, 3]]
      case 5: [[1, 4], [2, 5], [3, 6]]
      case 6: [[3, 6], [2, 5], [1, 4]]
      case 7: [[6, 3], [5, 2], [4, 1]]
      default: [[4, 1], [5, 2], [6, 3]]
      }
    return rows.map { [0] + $0 }
  }

  @Test(arguments: 1...8)
  func allEightComeOutUpright(orientation: Int) throws {
    let rows = stored(orientation)
    for littleEndian in [true, false] {
      let exif = exifBlock(orientation: orientation, littleEndian: littleEndian)
      let file = PNGBuilder(
        width: rows[0].count - 1, height: rows.count, depth: 8, colourType: 0, before: [("eXIf", exif)], rows: rows
      ).bytes
      let image = try decodeImage(file)
      #expect(image.samples.samples == [1, 2, 3, 4, 5, 6] && image.samples.width == 3)
      #expect(image.orientation == orientation)
      #expect(image.notes.isEmpty == (orientation == 1))
      #expect(try decodeMask(file).samples == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test(arguments: 1...8)
  func jpegIsTurnedLikePNG(orientation: Int) throws {
    // Flat blocks of 8 x 8 survive the compression exactly.
    let rows = stored(orientation)
    let width = rows[0].count - 1
    let samples = rows.flatMap { row in
      (0..<8).flatMap { _ in row.dropFirst().flatMap { [UInt8](repeating: $0 * 40, count: 8) } }
    }
    let plain = encodeJPEG(Plane(width: 8 * width, height: 8 * rows.count, samples: samples), quality: 100)
    let exif = [UInt8]("Exif\0\0".utf8) + exifBlock(orientation: orientation)
    let image = try decodeImage(inserting(0xE1, exif, into: plain))
    #expect(image.samples.width == 24 && image.samples.height == 16)
    let seen = [0, 1].flatMap { y in (0..<3).map { x in Int(image.samples[8 * x + 4, 8 * y + 4]) } }
    #expect(seen == [40, 80, 120, 160, 200, 240])
  }

  @Test func aDamagedBlockReadsAsAbsent() throws {
    let plain = encodeJPEG(Plane(width: 8, height: 8, repeating: 100), quality: 90)
    let whole = exifBlock(orientation: 6, density: 300)
    for length in 0..<whole.count {
      let file = inserting(0xE1, [UInt8]("Exif\0\0".utf8) + whole.prefix(length), into: plain)
      #expect(throws: Never.self) { try decodeImage(file) }
    }
    let wild = inserting(0xE1, [UInt8]("Exif\0\0".utf8) + exifBlock(orientation: 9), into: plain)
    #expect(try decodeImage(wild).orientation == 1)
  }
}
