import Raster
import RasterCodecs
import RasterTestSupport

/// A seeded 16-bit plane with values below `limit`.
func randomPlane16(_ width: Int, _ height: Int, below limit: Int = 65_536, seed: UInt64) -> Plane<UInt16> {
  var generator = SplitMix64(seed: seed)
  return Plane(
    width: width, height: height,
    samples: (0..<width * height).map { _ in UInt16(Int.random(in: 0..<limit, using: &generator)) })
}

/// A seeded 8-bit plane.
func randomPlane8(_ width: Int, _ height: Int, seed: UInt64) -> Plane<UInt8> {
  var generator = SplitMix64(seed: seed)
  return Plane(
    width: width, height: height,
    samples: (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &generator) })
}

/// Small valid files, one of each kind that can be made here.
func smallFiles() -> [(name: String, bytes: [UInt8])] {
  let grey8 = randomPlane8(13, 7, seed: 1)
  let grey16 = randomPlane16(9, 5, seed: 2)
  let colour = randomPlane8(3 * 6, 4, seed: 3).samples
  let rows = filteredRows(count: 4, bytes: 5) { x, y in (x * 7 + y * 3) % 4 }
  let palette: [(type: String, body: [UInt8])] = [
    ("PLTE", [0, 0, 0, 200, 10, 10, 20, 20, 220, 255, 255, 255]), ("tRNS", [255, 128]),
  ]
  let rgba = filteredRows(count: 3, bytes: 16) { x, y in (x * 13 + y * 50) % 256 }
  let wave = filteredRows(count: 24, bytes: 40) { x, y in (x * 5 + y * 3) % 256 }
  let wavy = Plane<UInt8>(width: 40, height: 24, samples: wave.flatMap { $0.dropFirst() })
  return [
    ("grey 8 PNG", encodePNG8(grey8)),
    ("grey 16 PNG", encodePNG16(grey16, effort: .small, tags: PNGTags(pixelsPerMetre: .init(x: 5000, y: 4000)))),
    ("RGB PNG", encodePNGRGB(width: 6, height: 4, bytes: colour)),
    ("palette PNG", PNGBuilder(width: 5, height: 4, depth: 8, colourType: 3, before: palette, rows: rows).bytes),
    ("RGBA PNG", PNGBuilder(width: 4, height: 3, depth: 8, colourType: 6, rows: rgba).bytes),
    ("JPEG", encodeJPEG(wavy, quality: 90)),
    ("progressive JPEG", encodeJPEG(wavy, quality: 90, progressive: true)),
    (
      "JPEG with EXIF",
      inserting(
        0xE1, [UInt8]("Exif\0\0".utf8) + exifBlock(orientation: 6, density: 300), into: encodeJPEG(wavy, quality: 75))
    ),
  ]
}

/// Rows of a PNG without prediction: a filter byte 0 and so many bytes.
private func filteredRows(count: Int, bytes: Int, _ value: (Int, Int) -> Int) -> [[UInt8]] {
  (0..<count).map { y in
    let row = (0..<bytes).map { x in UInt8(value(x, y)) }
    return [0] + row
  }
}
