import Glibc
import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite struct FormTests {
  private func form(_ phantom: ZonesPhantom) throws -> FormMeasurements { try #require(phantom.measured().first).form }

  /// A body made of several.
  private func together(_ bodies: [ZonesPhantom.Body]) -> ZonesPhantom.Body {
    .init(
      reach: 100, covers: { u, v in bodies.contains { $0.covers(u - $0.x, v - $0.y) } },
      signal: { u, v in
        bodies.map { $0.covers(u - $0.x, v - $0.y) ? $0.signal(u - $0.x, v - $0.y) : 0 }.max() ?? 0
      })
  }

  @Test func formsAreTold() throws {
    let dots = together([(-6.0, -4.0), (0, 3), (5, -2), (9, 5)].map { .ellipsoid(1.4, 1.4, x: $0.0, y: $0.1) })
    let rings = together(
      [(-4.0, -3.0), (2, 3), (5, -4)].map {
        .ellipsoid(3.4, 3.4, x: $0.0, y: $0.1, peak: 20_000, inner: 0.8, core: 0, shell: 1)
      })
    let halves = together([.plate(6, 10, x: -6.6), .plate(6, 10, x: 6.6)])
    var bridged = halves
    bridged.covers = { u, v in abs(u) <= 12.6 && abs(v) <= 10 }
    func fine(_ body: ZonesPhantom.Body) -> ZonesPhantom {
      ZonesPhantom(width: 168, height: 168, spacing: 0.25, lesions: [body], blur: 0.15, noise: 60)
    }
    #expect(try form(fine(.ellipsoid(7, 6))).form == .nodular)
    #expect(try form(fine(dots)).form == .punctate)
    #expect(try form(fine(rings)).form == .ringArc)
    #expect(try form(fine(.plate(20, 1.2))).form == .sheet)
    let lobes = try form(fine(bridged))
    #expect(lobes.form == .lobulated || (lobes.lucentSeptaFraction ?? 0) > 0.03)
    #expect(try form(fine(dots)).componentCount == 4)
    #expect(abs((try form(fine(dots)).componentSizeMedianMM ?? 0) - 2.8) < 0.3)
  }

  @Test func aLucentLineIsSeptum() throws {
    let split = together([.plate(6, 10, x: -6.5), .plate(6, 10, x: 6.5)])
    var body = split
    body.covers = { u, v in abs(u) <= 12.5 && abs(v) <= 10 }
    let phantom = ZonesPhantom(width: 168, height: 168, spacing: 0.25, lesions: [body], blur: 0.1, noise: 60)
    // A line of 1 mm by 18 mm in an inside of 23 mm by 18 mm; its blurred flanks count where they are a quarter darker.
    let share = try #require(try form(phantom).lucentSeptaFraction)
    #expect(abs(share - 1.0 / 23) < 0.025, "\(share)")
    let whole = ZonesPhantom(width: 200, height: 200, spacing: 0.25, lesions: [.plate(12, 10)], noise: 60)
    #expect(try form(whole).lucentSeptaFraction == 0)
  }

  @Test func betweenTwoBonesIsABridge() throws {
    let phantom = ZonesPhantom(
      lesions: [.plate(3, 8)], bones: [.plate(15, 4, y: 12, height: 30_000), .plate(15, 4, y: -12, height: 30_000)])
    let found = try form(phantom)
    #expect(found.form == .bridge)
    #expect(found.originBones == ["femur", "pelvis"])
    #expect(found.originBoneLabels == [1, 2])
  }

  @Test(arguments: [0.2, 0.4, 0.8])
  func sharpnessIsThatOfABlurredStep(blur: Double) throws {
    let phantom = ZonesPhantom(width: 160, height: 160, spacing: 0.2, lesions: [.plate(8, 8)], blur: blur)
    let sharpness = try #require(try form(phantom).edgeSharpnessPerMM)
    // The smoothing along the profile and the area of a pixel blur as well.
    let sigma = (blur * blur + 0.1 * 0.1 + 0.2 * 0.2 / 6).squareRoot()
    let expected = 1 / (sigma * (2 * Double.pi).squareRoot())
    #expect(abs(sharpness / expected - 1) < 0.1, "\(sharpness) for \(expected)")
  }

  @Test func maturityFollowsDensityAndEdge() throws {
    let bone = ZonesPhantom.Body.plate(20, 5, y: 16, height: 40_000)
    func maturity(_ height: Double, _ blur: Double) throws -> FormMeasurements.Maturity? {
      try form(ZonesPhantom(lesions: [.plate(8, 6, height: height)], bones: [bone], blur: blur)).maturity
    }
    #expect(try maturity(8_000, 1.5) == .hazy)
    #expect(try maturity(36_000, 0.2) == .solid)
    #expect(try maturity(20_000, 0.2) == .rimmed)
  }

  @Test func skinIsWhereTheAirBegins() throws {
    func withSkin(at x: Double) throws -> FormMeasurements {
      var scene = ZonesPhantom(lesions: [.plate(4, 4, x: 0.25, y: 0.25)]).scene()
      let air = Field.Region.air.rawValue
      let regions = (0..<120 * 120).map { (Double($0 % 120) - 59.5) * 0.5 > x ? air : 0 }
      scene.segmentation.field = Field(
        regions: Plane(width: 120, height: 120, samples: regions), polarity: .boneBright, polarityConfidence: 1)
      return try #require(measureLesions(scene.radiograph, scene.segmentation).first).form
    }
    let near = try withSkin(at: 12)
    #expect(abs(try #require(near.distanceToSkinMM) - 7.75) < 0.3)
    #expect(near.compartment == .subcutaneous)
    let deep = try withSkin(at: 20)
    #expect(abs(try #require(deep.distanceToSkinMM) - 15.75) < 0.3)
    #expect(deep.compartment == .deep)
    let none = try form(ZonesPhantom(lesions: [.plate(4, 4)]))
    #expect(none.distanceToSkinMM == nil)
    #expect(none.compartment == nil)
  }
}

@Suite struct SkinDistanceTests {
  /// The distance that is measured and the one that every pair of pixels gives, with air at `places`.
  private func distances(airAt places: [Int], columnsOfAir: Int) throws -> (measured: Double, expected: Double) {
    var scene = ZonesPhantom(lesions: [.plate(9, 5, x: -6, y: 4)]).scene()
    var regions = [UInt8](repeating: 0, count: 120 * 120)
    for place in places { regions[place] = Field.Region.air.rawValue }
    for y in 0..<120 { for x in 0..<columnsOfAir { regions[y * 120 + x] = Field.Region.collimation.rawValue } }
    scene.segmentation.field = Field(
      regions: Plane(width: 120, height: 120, samples: regions), polarity: .boneBright, polarityConfidence: 1)
    let air = regions.indices.filter { regions[$0] == Field.Region.air.rawValue }
    var least = Double.infinity
    for run in scene.segmentation.lesions.labels.runs where run.label == 1 {
      for x in run.start..<run.end {
        for place in air {
          let (dx, dy) = (Double(x - place % 120), Double(run.y - place / 120))
          least = min(least, dx * dx + dy * dy)
        }
      }
    }
    let form = try #require(measureLesions(scene.radiograph, scene.segmentation).first).form
    return (try #require(form.distanceToSkinMM), max(0, (least.squareRoot() - 1) * 0.5))
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>) func isThatOfTheNearestOfAllPairs(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let places = (0..<Int(seed * seed)).map { _ in Int.random(in: 0..<120 * 120, using: &random) }
    let found = try distances(airAt: places, columnsOfAir: 2)
    #expect(abs(found.measured - found.expected) < 1e-5, "\(found)")
  }
}

@Suite struct FormGroupingTests {
  private func grouped(_ picture: String, spacing: Double) -> LabelMap {
    groupedLesions(of: Mask(drawn: picture), spacingX: spacing, spacingY: spacing)
  }

  @Test func smallPiecesWithinSixMillimetresAreOneLesion() {
    // Gaps of 5, 6 and 7 empty millimetres.
    #expect(grouped("##.....##", spacing: 1).count == 1)
    #expect(grouped("##......##", spacing: 1).count == 1)
    #expect(grouped("##.......##", spacing: 1).count == 2)
  }

  @Test func aLongPieceStandsAlone() {
    // Five pixels of a millimetre are 5 mm long: not under 5 mm.
    #expect(grouped("#####..##", spacing: 1).count == 2)
    #expect(grouped("####..##", spacing: 1).count == 1)
    #expect(grouped("#####..##", spacing: 0.5).count == 1)
  }

  @Test func closenessCarriesOverAndNumbersFollowTheFirstPixel() {
    let map = grouped(
      """
      #.........................#.....
      ........#.......................
      ...#............#...............
      """, spacing: 1)
    #expect(map.count == 3)
    #expect(map[0, 0] == 1)
    #expect(map[3, 2] == 1)
    #expect(map[8, 1] == 1)
    #expect(map[26, 0] == 2)
    #expect(map[16, 2] == 3)
  }

  @Test func agreesWithEveryPairCompared() {
    for seed in 1...6 as ClosedRange<UInt64> {
      var mask = Mask.random(width: 60, height: 45, density: 0.15, seed: seed)
      // Every third pixel of every third row at most, so that all components are single pixels and small.
      for y in 0..<45 { for x in 0..<60 where x % 3 > 0 || y % 3 > 0 { mask[x, y] = false } }
      let fast = groupedLesions(of: mask, spacingX: 0.9, spacingY: 1.3)
      var places: [(Int, Int)] = []
      for y in 0..<45 { for x in 0..<60 where mask[x, y] { places.append((x, y)) } }
      let reach = 6 + (0.9 * 1.3).squareRoot()
      var apart = 0
      for (ax, ay) in places {
        for (bx, by) in places {
          let dx = Double(ax - bx) * 0.9
          let dy = Double(ay - by) * 1.3
          if dx * dx + dy * dy <= reach * reach, fast[ax, ay] != fast[bx, by] { apart += 1 }
        }
      }
      #expect(apart == 0, "seed \(seed)")
      #expect(fast.count > 1)
      #expect(fast.foreground == mask)
    }
  }

  @Test func nothingStaysNothing() {
    #expect(groupedLesions(of: Mask(width: 5, height: 4), spacingX: 1, spacingY: 1).count == 0)
  }
}
