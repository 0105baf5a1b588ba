import Raster
import RasterCodecs
import RasterTestSupport
import Testing

@Suite struct EncodeLabelsTests {
  /// Stretches of labels up to `highest`, whole rows of one label among them.
  private func random(_ width: Int, _ height: Int, highest: Int, seed: UInt64) -> Plane<Int32> {
    var generator = SplitMix64(seed: seed)
    var plane = Plane<Int32>(width: width, height: height, repeating: 0)
    for y in 0..<height where Int.random(in: 0..<4, using: &generator) > 0 {
      let longest = [1, 3, 40, 2 * width].randomElement(using: &generator) ?? 1
      var left = 0
      var label: Int32 = 0
      for x in 0..<width {
        if left == 0 {
          label = Int32(Int.random(in: 0...1, using: &generator) * Int.random(in: 0...highest, using: &generator))
          left = Int.random(in: 1...longest, using: &generator)
        }
        plane[x, y] = label
        left -= 1
      }
    }
    return plane
  }

  @Test(
    arguments: [1, 2, 3, 4, 5, 129, 130, 257, 258, 259, 260, 261, 262, 516, 517, 600],
    [(LabelDepth.eight, 255), (.sixteen, 3), (.sixteen, 65_535)])
  func readsBackAsItWas(width: Int, kind: (depth: LabelDepth, highest: Int)) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let plane = random(width, 24, highest: kind.highest, seed: seed)
      let file = encodePNG(LabelMap(plane, count: kind.highest), depth: kind.depth)
      // libpng and the fast path on libdeflate both look at every checksum.
      #expect(try decodeMask(file).samples == plane.samples.map { UInt16($0) })
      let image = try decodeImage(file)
      #expect(image.samples.samples == plane.samples.map { UInt16($0) })
      #expect(image.bitDepth <= (kind.depth == .eight ? 8 : 16))
    }
  }

  @Test func labelsBeyondTheDepthAreItsHighest() throws {
    let labels = LabelMap(Plane<Int32>(width: 3, height: 1, samples: [0, 255, 300]), count: 300)
    #expect(try decodeMask(encodePNG(labels, depth: .eight)).samples == [0, 255, 255])
    #expect(try decodeMask(encodePNG(labels, depth: .sixteen)).samples == [0, 255, 300])
  }

  @Test func largeObjectsTakeFewBytes() {
    let width = 2000
    let height = 2000
    let disc = Mask(
      width: width, height: height,
      bytes: (0..<width * height).map { i in
        let (x, y) = (i % width - 1000, i / width - 1000)
        return x * x + y * y < 640_000 ? 1 : 0
      })
    let whole = PixelBox(width: width, height: height)
    let labels = LabelMap(width: width, height: height, layers: [(disc, whole)])
    #expect(encodePNG(labels, depth: .sixteen).count < 45_000)
  }
}
