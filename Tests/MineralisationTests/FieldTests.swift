import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Field")
struct FieldTests {
  @Test("A dark background means bright bone, a bright one dark bone")
  func polarity() throws {
    let film = leg(width: 200, height: 160)
    let negative = Plane<UInt16>(width: 200, height: 160, samples: film.samples.map { 4095 - $0 })
    let bright = try #require(GreyScaleEvidence(working(film))?.finding)
    let dark = try #require(GreyScaleEvidence(working(negative))?.finding)
    #expect(bright.polarity == .boneBright)
    #expect(dark.polarity == .boneDark)
    // A dark quarter of the image speaks for bright bone; a bright one does not speak for dark bone.
    #expect(bright.confidence >= dark.confidence)
    #expect(dark.confidence > 0.8)
  }

  @Test("An image without background does not tell its polarity")
  func noBackground() {
    var random = SplitMix64(seed: 3)
    let samples = (0..<120 * 120).map { _ in UInt16.random(in: 1000...3000, using: &random) }
    #expect(GreyScaleEvidence(working(Plane(width: 120, height: 120, samples: samples)))?.finding == nil)
  }

  @Test("Where nothing is exposed, structure speaks for bone, and leaves the rest to the network")
  func structure() throws {
    var random = SplitMix64(seed: 4)
    // A dark block in the middle, so that the quiet half is at no end of the range.
    let samples = (0..<160 * 160).map { i -> UInt16 in
      let (x, y) = (i % 160, i / 160)
      if (74..<86).contains(x), (74..<86).contains(y) { return 600 }
      let grain = x < 80 ? 3 : 300
      return UInt16((x < 80 ? 1500 : 2400) + Int.random(in: -grain...grain, using: &random))
    }
    let film = Plane(width: 160, height: 160, samples: samples)
    let negative = Plane<UInt16>(width: 160, height: 160, samples: samples.map { 4500 - $0 })
    let bright = try #require(GreyScaleEvidence(working(film)))
    let dark = try #require(GreyScaleEvidence(working(negative)))
    #expect(bright.logOdds > 1.5 && dark.logOdds < -1.5, "\(bright.logOdds) \(dark.logOdds)")
    #expect(GreyScaleEvidence(working(film))?.finding == nil)
  }

  @Test("A straight dark strip is collimation, a curved dark margin is air, a mark in the tissue is metal")
  func regions() throws {
    let polarity = try #require(GreyScaleEvidence(working(leg(width: 200, height: 160)))?.finding)
    let film = Plane<UInt16>(width: 200, height: 160, repeating: 0)
    let image = working(film)
    let tissue = plane { x, y in y >= 20 && x < 150 - (y - 80) * (y - 80) / 60 ? 1 : 0 }
    let metal = plane { x, y in (60..<70).contains(x) && (60..<70).contains(y) ? 1 : 0 }
    let field = fieldFinder(image, [.field: tissue, .metal: metal])
      .field(polarity: polarity)
    #expect(field.regions[100, 5] == Field.Region.collimation.rawValue)
    #expect(field.regions[190, 80] == Field.Region.air.rawValue)
    #expect(field.regions[65, 65] == Field.Region.metal.rawValue)
    #expect(field.regions[30, 100] == Field.Region.tissue.rawValue)
  }

  @Test("A field of regions gives back regions, masks and shares")
  func fieldOfRegions() {
    let regions = Plane<UInt8>(width: 5, height: 3, samples: [0, 1, 1, 0, 4, 0, 0, 4, 4, 4, 2, 2, 2, 2, 2])
    let field = Field(regions: regions, polarity: .boneBright, polarityConfidence: 1)
    let box = PixelBox(x: 1, y: 0, width: 3, height: 2)
    #expect(field.regions == regions)
    for region in Field.Region.allCases {
      let whole = Mask(of: regions) { $0 == region.rawValue }
      #expect(field.mask(of: region) == whole)
      #expect(field.mask(of: region, in: box) == whole.cropped(to: box))
      #expect(field.fraction(of: region) == Double(whole.count) / 15)
      #expect(field.contains(region) == !whole.isEmpty)
    }
  }

  @Test("A strip beside the body is a ruler, a round piece of metal a ball")
  func rulerAndBall() throws {
    let tissue = plane { x, y in x >= 60 || (10..<30).contains(x) && (5..<155).contains(y) ? 1 : 0 }
    let metal = plane { x, y in
      let ball = (x - 120) * (x - 120) + (y - 60) * (y - 60) <= 144
      let plate = (160..<170).contains(x) && (40..<120).contains(y)
      return ball || plate ? 1 : 0
    }
    let polarity = try #require(GreyScaleEvidence(working(leg(width: 200, height: 160)))?.finding)
    let image = working(Plane(width: 200, height: 160, repeating: 0))
    let field = fieldFinder(image, [.field: tissue, .metal: metal])
      .field(polarity: polarity)
    #expect(field.regions[20, 80] == Field.Region.ruler.rawValue)
    #expect(field.regions[80, 20] == Field.Region.tissue.rawValue)
    #expect(field.regions[120, 60] == Field.Region.ball.rawValue)
    #expect(field.regions[165, 80] == Field.Region.metal.rawValue)
    #expect(field.fraction(of: .ruler) > 0.08)
  }

  @Test(
    "What answers as metal is mineral where that is likely too; metal where it is not, however much mineral lies around"
  )
  func brightMineral() throws {
    let disc = { (radius: Int, value: Float) in
      plane { x, y in (x - 60) * (x - 60) + (y - 80) * (y - 80) <= radius * radius ? value : 0 }
    }
    let polarity = try #require(GreyScaleEvidence(working(leg(width: 200, height: 160)))?.finding)
    let image = working(Plane(width: 200, height: 160, repeating: 0))
    for (metal, mineral, region) in [
      (0.7, 0.41, Field.Region.tissue), (0.95, 0.41, .tissue), (0.7, 0.39, .ball), (0.95, 0.39, .ball),
      (0.95, 0, .ball),
    ] as [(Float, Float, Field.Region)] {
      let (body, middle) = (disc(15, 0.8), disc(9, 1))
      let said = plane { x, y in middle[x, y] > 0 ? mineral : body[x, y] }
      let field = fieldFinder(image, [.mineralisation: said, .metal: disc(9, metal)]).field(polarity: polarity)
      #expect(field.regions[60, 80] == region.rawValue)
    }
  }

  @Test(
    "Dark tissue is tissue around mineral that is sure, and none where mineral or tissue is in doubt or the mineral a speck"
  )
  func tissueAroundSureMineral() throws {
    let polarity = try #require(GreyScaleEvidence(working(leg(width: 200, height: 160)))?.finding)
    let image = working(Plane(width: 200, height: 160, repeating: 0))
    // Half of the image is background; in the other half a shaft is bright, and all beside it as dark as that.
    let shown = plane { x, _ in (150..<170).contains(x) ? 0.6 : 0.1 }
    for (radius, mineral, tissue, isTissue) in [
      (3, 0.95, 1, true), (3, 0.85, 1, false), (3, 0.95, 0.97, false), (0, 0.95, 1, false),
    ] as [(Int, Float, Float, Bool)] {
      let planes: [NetworkClass: Plane<Float>] = [
        .field: plane { x, _ in x >= 100 ? tissue : 0 },
        .mineralisation: plane { x, y in
          (x - 130) * (x - 130) + (y - 80) * (y - 80) <= radius * radius ? mineral : 0
        },
      ]
      let field = FieldFinder(image: image, shown: shown, proposals: proposals(planes)).field(polarity: polarity)
      #expect((field.regions[130, 80] == Field.Region.tissue.rawValue) == isTissue)
      #expect((field.regions[137, 80] == Field.Region.tissue.rawValue) == isTissue)
      #expect(field.regions[115, 80] != Field.Region.tissue.rawValue)
      #expect(field.regions[160, 80] == Field.Region.tissue.rawValue)
    }
  }

  @Test("A small gap in the tissue is tissue; a large one, such as between the legs, is not")
  func gaps() throws {
    let tissue = plane { x, y in
      let small = (20..<40).contains(x) && (20..<40).contains(y)
      let large = (60..<140).contains(x) && (40..<120).contains(y)
      return small || large ? 0 : 1
    }
    let image = working(Plane(width: 200, height: 160, repeating: 0))
    let polarity = try #require(GreyScaleEvidence(working(leg(width: 200, height: 160)))?.finding)
    let field = fieldFinder(image, [.field: tissue]).field(polarity: polarity)
    #expect(field.regions[30, 30] == Field.Region.tissue.rawValue)
    #expect(field.regions[100, 80] != Field.Region.tissue.rawValue)
  }
}

/// A working image of 0.5 mm, the same size as `samples`.
func working(_ samples: Plane<UInt16>) -> WorkingImage {
  let radiograph = Radiograph(
    samples: samples, bitDepth: 12, spacing: PixelSpacing(x: 0.5, y: 0.5, source: .user))
  return WorkingImage(radiograph, scale: WorkingScale(radiograph))
}

/// A plane of 200 by 160 drawn by a rule.
func plane(_ value: (Int, Int) -> Float) -> Plane<Float> {
  Plane(width: 200, height: 160, samples: (0..<160).flatMap { y in (0..<200).map { x in value(x, y) } })
}

/// Proposals for 200 by 160 pixels; nothing is proposed of a class that is left out, but tissue is everywhere.
///
/// Another look finds mineralisation as in `again`.
func proposals(_ planes: [NetworkClass: Plane<Float>], again: Plane<Float>? = nil) -> Proposals {
  let all = NetworkClass.allCases.map { name in planes[name] ?? plane { _, _ in name == .field ? 1 : 0 } }
  return Proposals(planes: all, again: again)
}

/// What finds the field from these proposals where the image is of even brightness where the tissue is, and black elsewhere.
private func fieldFinder(_ image: WorkingImage, _ planes: [NetworkClass: Plane<Float>]) -> FieldFinder {
  let shown = planes[.field].map { Plane(width: 200, height: 160, samples: $0.samples.map { $0 / 2 }) }
  return FieldFinder(image: image, shown: shown ?? plane { _, _ in 0.5 }, proposals: proposals(planes))
}

/// A bright cylinder with a brighter one inside on a dark ground.
private func leg(width: Int, height: Int) -> Plane<UInt16> {
  Plane(
    width: width, height: height,
    samples: (0..<height).flatMap { _ in
      (0..<width).map { x in
        let away = abs(Double(x) - Double(width) / 2)
        let tissue = max(0, 1 - (away / 60) * (away / 60)).squareRoot()
        let bone = max(0, 1 - (away / 15) * (away / 15)).squareRoot()
        return UInt16(100 + 1500 * tissue + 2000 * bone)
      }
    })
}
