import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("The level of soft tissue")
struct SoftTissueLevelTests {
  /// From left to right 30 mm of air at 100, 60 mm of tissue at 500 and 20 mm of bone at 900, a millimetre per pixel.
  private static let image = Plane<Float>(
    width: 110, height: 40, samples: (0..<40).flatMap { _ in (0..<110).map { $0 < 30 ? 100 : $0 < 90 ? 500 : 900 } })

  private func columns(_ range: Range<Int>) -> Mask {
    Mask(
      width: 110, height: 40, bytes: (0..<40).flatMap { _ in (0..<110).map { range.contains($0) ? UInt8(1) : 0 } })
  }

  private func level(
    _ image: Plane<Float> = image, air: Range<Int> = 0..<30, tissue: Range<Int> = 30..<110, bone: Range<Int> = 90..<110
  ) -> SoftTissueLevel? {
    SoftTissueLevel(
      image, air: columns(air), tissue: columns(tissue), bone: columns(bone), pitchX: 1, pitchY: 1)
  }

  @Test("Air is 0 and the tissue beside bone 1, whatever lies farther away")
  func levels() throws {
    let found = try #require(level())
    #expect(found.air == 100 && found.tissue == 500)
    #expect(found.share(of: 100) == 0 && found.share(of: 300) == 0.5 && found.share(of: 900) == 2)
    var far = Self.image
    for y in 0..<40 { for x in 30..<70 { far[x, y] = 4000 } }
    #expect(level(far) == found)
  }

  @Test("Films of finer pixels give the same levels")
  func fine() throws {
    for step in 2...4 {
      let pitch = 1 / Double(step)
      let image = Self.image.enlarged(step)
      let mask = { (range: Range<Int>) in Mask(of: columns(range).plane.enlarged(step)) { $0 != 0 } }
      let found = try #require(
        SoftTissueLevel(
          image, air: mask(0..<30), tissue: mask(30..<110), bone: mask(90..<110), pitchX: pitch, pitchY: pitch))
      #expect(found == level())
    }
  }

  @Test("Without air, bone or tissue, or where air is not the darker one, there is none")
  func none() {
    #expect(level(air: 0..<12) == nil)
    #expect(level(air: 0..<13) != nil)
    #expect(level(bone: 0..<0) == nil)
    #expect(level(tissue: 30..<60) == nil)
    #expect(level(Plane(width: 110, height: 40, samples: Self.image.samples.map { 1000 - $0 })) == nil)
  }
}

extension Plane {
  /// Each sample as a square of `step` by `step`.
  fileprivate func enlarged(_ step: Int) -> Plane {
    Plane(
      width: step * width, height: step * height,
      samples: (0..<step * step * width * height).map { self[$0 % (step * width) / step, $0 / (step * width) / step] })
  }
}
