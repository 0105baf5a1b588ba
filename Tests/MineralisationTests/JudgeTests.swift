import Mineralisation
import Raster
import RasterCodecs
import RasterTestSupport
import Testing

@Suite("Judge of candidates")
struct JudgeTests {
  @Test("The opinion is that of the Python side", arguments: Instructions.available)
  func agreesWithPython(instructions: Instructions) throws {
    let judge = try Judge(bytes: try networkFixture("judge.bin"), instructions: instructions)
    let planes = InputPlanes(count: 6, width: 96, height: 96, values: try networkFixture("judge.input.u8"))
    let bits = try networkFixture("judge.opinion.f64").reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect(abs(judge.opinion(of: planes) - Double(bitPattern: bits)) < 1e-9)
  }

  @Test("A damaged file is refused, each kind by its name")
  func damage() throws {
    try expectDamageRefused(networkFixture("judge.bin")) { try Judge(bytes: $0) }
    #expect(throws: NetworkError.notAWeightsFile) { try Judge(bytes: Network.embeddedFile) }
  }

  @Test("It is shown the candidate in the middle, and nothing outside the image")
  func planes() {
    let scene = Scene(width: 130, height: 70)
    for box in [
      PixelBox(x: 60, y: 30, width: 7, height: 4), PixelBox(x: 0, y: 0, width: 3, height: 2),
      PixelBox(x: 127, y: 50, width: 3, height: 20), PixelBox(x: 10, y: 5, width: 110, height: 60),
    ] {
      let candidate = PlacedMask(
        mask: Mask(width: box.width, height: box.height) { x, y in
          (x + y).truncatingRemainder(dividingBy: 3) > 0
        }, box: box)
      let view = CandidateView(of: candidate, side: 96, in: scene.image, scene.values)
      let planes = Judge.planes(of: view)
      #expect(planes.count == 6 && planes.width == 96 && planes.height == 96)
      let (left, top) = (box.x + (box.width - 96) / 2, box.y + (box.height - 96) / 2)
      let visible = PixelBox(x: left, y: top, width: 96, height: 96).intersection(PixelBox(width: 130, height: 70))
      let seen = NetworkInput(normalised: scene.image.cropped(to: visible), multiple: 1).planes
      var expected = [UInt8](repeating: 0, count: 6 * 96 * 96)
      for y in visible.y..<visible.endY {
        for x in visible.x..<visible.endX {
          let to = { plane in (plane * 96 + y - top) * 96 + x - left }
          for plane in 0..<3 {
            let row = plane * visible.height + y - visible.y
            expected[to(plane)] = seen.values[row * visible.width + x - visible.x]
          }
          expected[to(3)] = UInt8((scene.mineralisation[x, y] * 255).rounded())
          expected[to(4)] = UInt8((scene.bone[x, y] * 255).rounded())
          let inside = x >= box.x && y >= box.y && x < box.endX && y < box.endY
          expected[to(5)] = inside && candidate.mask[x - box.x, y - box.y] ? 255 : 0
        }
      }
      #expect(planes.values == expected, "\(box)")
    }
  }

  @Test("What lies outside the square does not change the opinion, and what lies inside does")
  func surroundings() {
    let box = PixelBox(x: 120, y: 110, width: 8, height: 6)
    let candidate = PlacedMask(mask: Mask(width: 8, height: 6) { _, _ in true }, box: box)
    let opinion = { (scene: Scene) in
      Judge.embedded.opinion(of: CandidateView(of: candidate, side: 96, in: scene.image, scene.values))
    }
    var (far, near) = (Scene(width: 240, height: 220), Scene(width: 240, height: 220))
    let before = opinion(far)
    for y in 0..<40 { for x in 0..<240 { far.image[x, y] = 1 } }
    #expect(opinion(far) == before)
    for y in 80..<100 { for x in 100..<150 { near.image[x, y] = 1 } }
    #expect(opinion(near) != before)
  }

  @Test("What the program proposes on a film has the judge's opinion in its confidence")
  func asked() throws {
    let decoded = try decodeImage(try networkFixture("../phantom-01-hip-islands.png"))
    let film = Radiograph(
      samples: decoded.samples, bitDepth: decoded.bitDepth, statedPolarity: .boneBright,
      spacing: PixelSpacing(x: 0.25, y: 0.25, source: .user))
    let finder = lesionFinder(AnalysisInput(radiograph: film), settings: AnalysisSettings()).finder
    let found = finder.candidates(regionOfInterest: nil)
    try #require(!found.isEmpty)
    for candidate in found {
      let view = try #require(finder.view(of: candidate, side: Judge.side))
      let opinion = candidate.evidence.list.first { $0.name == "opinion" }
      #expect(opinion?.value == Judge.embedded.opinion(of: view))
    }
  }

  /// An image with what a network might say of it.
  private struct Scene {
    var image: Plane<Float>
    let mineralisation: Plane<Float>
    let bone: Plane<Float>

    init(width: Int, height: Int) {
      let drawn = { (a: Float, b: Float) in
        var random = SplitMix64(seed: 3)
        let samples = (0..<width * height).map { i -> Float in
          let wave = 0.5 + 0.4 * (Float(i % width) / a).rounded(.down).truncatingRemainder(dividingBy: 2) * b
          return min(max(wave + Float.random(in: -0.1...0.1, using: &random), 0), 1)
        }
        return Plane<Float>(width: width, height: height, samples: samples)
      }
      (image, mineralisation, bone) = (drawn(9, 1), drawn(5, -1), drawn(13, -0.7))
    }

    func values(_ name: NetworkClass, _ box: PixelBox) -> Plane<Float> {
      (name == .bone ? bone : mineralisation).cropped(to: box)
    }
  }
}
