import Glibc
import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Edges of the field")
struct FieldEdgeTests {
  @Test("A marked strip with a straight inner edge along a side is a ruler, whatever the network takes it for")
  func ruler() throws {
    let field = try film(Self.strip { _ in 40 }, tissue: { _, _ in 1 }, bone: { x, _ in x < 40 ? 1 : 0 })
    #expect(field.regions[10, 100] == Field.Region.ruler.rawValue)
    #expect(field.regions[35, 290] == Field.Region.ruler.rawValue)
    #expect(field.regions[60, 100] == Field.Region.tissue.rawValue)
    #expect(abs(field.fraction(of: .ruler) - 0.2) < 0.02)
    let upright = Self.strip { _ in 40 }
    let turned = Plane(
      width: 300, height: 200, samples: (0..<200).flatMap { y in (0..<300).map { x in upright[y, 299 - x] } })
    #expect(try self.film(turned, tissue: { _, _ in 1 }).regions[100, 10] == Field.Region.ruler.rawValue)
  }

  @Test("A strip with a bowed edge, such as a bone that the film cuts, and one without marks are no rulers")
  func noRuler() throws {
    let bowed = Self.strip { y in 40 - (y - 150) * (y - 150) / 1500 }
    #expect(!(try film(bowed, tissue: { _, _ in 1 })).contains(.ruler))
    let plain = Plane(
      width: 200, height: 300, samples: (0..<300).flatMap { _ in (0..<200).map { $0 < 40 ? Float(0.8) : 0.3 } })
    #expect(!(try film(plain, tissue: { _, _ in 1 })).contains(.ruler))
  }

  @Test("A dark surround that ends in a step on an oblique line is collimation", arguments: [3.0, 10, 20])
  func oblique(degrees: Double) throws {
    let angle = degrees * .pi / 180
    let inside = { (x: Int, y: Int) in
      let (u, v) = (Double(x - 100), Double(y - 150))
      return abs(u * cos(angle) + v * sin(angle)) < 60 && abs(v * cos(angle) - u * sin(angle)) < 90
    }
    let field = try film(Self.step(inside), tissue: { inside($0, $1) ? 1 : 0 })
    #expect(field.fraction(of: .collimation) > 0.6)
    #expect(field.fraction(of: .air) < 0.02)
    #expect(field.regions[100, 150] == Field.Region.tissue.rawValue)
  }

  @Test("A dark surround that ends in a step on a circle is collimation")
  func round() throws {
    let inside = { (x: Int, y: Int) in (x - 100) * (x - 100) + (y - 150) * (y - 150) < 80 * 80 }
    let field = try film(Self.step(inside), tissue: { inside($0, $1) ? 1 : 0 })
    #expect(field.fraction(of: .collimation) > 0.6)
    #expect(field.fraction(of: .air) < 0.02)
  }

  @Test("Between two fields and around them is collimation")
  func twoFields() throws {
    let inside = { (x: Int, y: Int) in
      let v = y + x / 8
      return (30..<180).contains(x) && ((40..<150).contains(v) || (170..<290).contains(v))
    }
    let field = try film(Self.step(inside), tissue: { inside($0, $1) ? 1 : 0 })
    #expect(field.regions[100, 148] == Field.Region.collimation.rawValue)
    #expect(field.regions[5, 150] == Field.Region.collimation.rawValue)
    #expect(field.fraction(of: .air) < 0.02)
  }

  @Test("Skin, behind which the grey value rises slowly, is no diaphragm, however straight it is")
  func skin() throws {
    let depth = { (x: Int, y: Int) in Double(150 - x) - 0.2 * Double(y - 150) }
    let image = Plane(
      width: 200, height: 300,
      samples: (0..<300).flatMap { y in
        (0..<200).map { x in Float(0.05 * max(0, depth(x, y)).squareRoot()) }
      })
    let field = try film(image, tissue: { depth($0, $1) > 0 ? 1 : 0 })
    #expect(field.fraction(of: .collimation) < 0.02)
    #expect(field.fraction(of: .air) > 0.15)
  }

  @Test("What is white around a rectangle or a circle is hidden by a diaphragm; the bright air of a negative is not")
  func white() throws {
    let leg = { (x: Int, y: Int) -> Float in
      let away = abs(Float(x) - 100) / 60
      return 0.05 + 0.5 * max(0, 1 - away * away).squareRoot()
    }
    let shapes: [(Int, Int) -> Bool] = [
      { x, y in abs(x - 100 + y / 10 - 15) < 70 && abs(y - 150) < 110 },
      { x, y in (x - 100) * (x - 100) + (y - 150) * (y - 150) < 95 * 95 },
    ]
    for inside in shapes {
      let film = Self.plane { x, y in inside(x, y) ? leg(x, y) : 1 }
      let surround = try #require(WhiteSurround(film, pitchX: 0.5, pitchY: 0.5))
      #expect(surround.mask[0, 0] && surround.mask[199, 299] && !surround.mask[100, 150])
      #expect(surround.blackened(film)[0, 0] == film.samples.min())
      let stored = Plane(width: 200, height: 300, samples: film.samples.map { UInt16($0 * 4000) })
      #expect(GreyScaleEvidence(working(stored))?.finding == nil)
    }
    #expect(WhiteSurround(Self.plane { 1 - leg($0, $1) }, pitchX: 0.5, pitchY: 0.5) == nil)
    #expect(WhiteSurround(Self.plane { _, _ in 1 }, pitchX: 0.5, pitchY: 0.5) == nil)
  }

  private static func plane(_ value: (Int, Int) -> Float) -> Plane<Float> {
    Plane(width: 200, height: 300, samples: (0..<300).flatMap { y in (0..<200).map { x in value(x, y) } })
  }

  /// Grey where `inside`, black elsewhere.
  private static func step(_ inside: (Int, Int) -> Bool) -> Plane<Float> { plane { inside($0, $1) ? 0.4 : 0.02 } }

  /// A body on the right, and a bright strip as wide as `width` says on the left, with a dark bar in every tenth of it.
  private static func strip(_ width: (Int) -> Int) -> Plane<Float> {
    plane { x, y in x < width(y) ? (y % 30 < 8 && x < 15 ? 0.1 : 0.7) : x < width(y) + 4 ? 0.05 : 0.3 }
  }

  private func film(
    _ image: Plane<Float>, tissue: (Int, Int) -> Float, bone: (Int, Int) -> Float = { _, _ in 0 }
  ) throws -> Field {
    let (width, height) = (image.width, image.height)
    let drawn = { (value: (Int, Int) -> Float) in
      Plane(width: width, height: height, samples: (0..<height).flatMap { y in (0..<width).map { x in value(x, y) } })
    }
    let planes = NetworkClass.allCases.map { name in
      name == .field ? drawn(tissue) : name == .bone ? drawn(bone) : drawn { _, _ in 0 }
    }
    let stored = Plane(width: width, height: height, samples: image.samples.map { UInt16($0 * 4000) })
    return FieldFinder(image: working(stored), shown: image, proposals: Proposals(planes: planes))
      .field(polarity: PolarityFinding(polarity: .boneBright, confidence: 1))
  }
}
