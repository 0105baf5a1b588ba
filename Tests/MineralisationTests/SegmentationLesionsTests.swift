import Glibc
import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Lesions found")
struct SegmentationLesionsTests {
  @Test("A disc that stands out is one lesion of its size")
  func disc() {
    let shown = disc(at: 60, 80, radius: 12)
    let lesions = find(answered(shown), shown: shown, contrast: 400)
    #expect(lesions.labels.count == 1)
    let area = Double(lesions.labels.foreground.count)
    #expect(area > .pi * 11.8 * 11.8 && area < .pi * 12.1 * 12.1)
    #expect(lesions.evidence[0].confidence > 0.5 && lesions.evidence[0].contrastToNoise > 4)
  }

  @Test(
    "An outline that the network drew too small moves to the edge; one that it drew too large does not stay outside")
  func refined() {
    let shown = disc(at: 60, 80, radius: 14)
    for radius in [12.5, 15.5] {
      let area = Double(find(answered(unsure(radius: radius)), shown: shown, contrast: 400).labels.foreground.count)
      #expect(area > .pi * 13.4 * 13.4 && area < .pi * 15.1 * 15.1, "from a radius of \(radius)")
    }
  }

  @Test("A thin strip is as wide as it is, not as its pixels blur it")
  func strip() {
    // Three pixels wide, blurred by a quarter to each side.
    let shown = plane { u, v in
      let share: [Float] = [0.25, 0.75, 1, 0.75, 0.25]
      return (60..<100).contains(v) && (98..<103).contains(u) ? share[u - 98] : 0
    }
    let proposal = plane { u, v in
      (60..<100).contains(v) ? (99..<102).contains(u) ? 0.98 : u == 98 || u == 102 ? 0.5 : 0 : 0
    }
    let found = find(answered(proposal), shown: shown, contrast: 1500).labels.foreground
    #expect(found.boundingBox.map { [$0.x, $0.endX] } == [99, 102])
  }

  @Test("A faint halo around a dense core belongs to the lesion where the network's contour lies in it")
  func halo() {
    let core = disc(at: 60, 80, radius: 10)
    let radius = { (share: Float) in
      let halo = disc(at: 60, 80, radius: 18)
      let found = find(answered(unsure(radius: 16.5)), shown: both(core, halo, share), contrast: 1500).labels.foreground
      return (Double(found.count) / .pi).squareRoot()
    }
    #expect((16.6...18.5).contains(radius(0.12)))
    #expect(radius(0.06) < 16)
  }

  @Test("The same proposal without contrast in the image is no lesion")
  func flat() {
    #expect(find(disc(at: 60, 80, radius: 12), contrast: 0).labels.count == 0)
    #expect(find(disc(at: 60, 80, radius: 12), contrast: -400).labels.count == 0)
  }

  @Test("Outside the region of interest nothing is found; a lesion on its border ends there")
  func region() {
    let proposal = disc(at: 60, 80, radius: 12)
    #expect(find(proposal, contrast: 400, region: box(100, 0, 100, 160)).labels.count == 0)
    let half = find(proposal, contrast: 400, region: box(60, 0, 140, 160)).labels.foreground
    #expect(half.boundingBox?.x == 60)
  }

  @Test("What lies where the film is as dark as air is less sure than the same in tissue")
  func inAir() {
    let speck = disc(at: 60, 80, radius: 3)
    let bone = plane { u, _ in u >= 180 ? 1 : 0 }
    let confidence = { (tissue: Float) in
      let shown = plane { u, v in speck[u, v] * 0.4 + (u >= 100 ? tissue : 0) + bone[u, v] }
      return find(speck, shown: shown, contrast: 1000, likelyBone: bone, air: box(0, 0, 50, 160)).evidence.first?
        .confidence ?? 0
    }
    let alone = find(speck, contrast: 400).evidence[0].confidence
    #expect(confidence(0.0) == alone, "where tissue is no brighter than air nothing is known")
    #expect(1 - confidence(0.5) > 4 * (1 - alone))
  }

  @Test("A lesion that lies partly over bone ends at the bone")
  func overBone() throws {
    let bone = LabelMap(
      Plane(width: 200, height: 160, samples: (0..<160).flatMap { _ in (0..<200).map { $0 < 60 ? 1 : 0 } }), count: 1)
    let lesions = find(disc(at: 60, 80, radius: 12), contrast: 400, bones: bone)
    #expect(lesions.labels.foreground.boundingBox?.x == 60)
  }

  @Test("Of a lesion and a speck beside it the speck is dropped where it is less than a fiftieth of both")
  func specks() throws {
    let end = { (radius: Double) in
      let speck = disc(at: 76 + radius, 80, radius: radius)
      let body = disc(at: 60, 80, radius: 14)
      let found = find(both(body, speck), contrast: 400).labels.foreground
      return try #require(found.boundingBox).endX
    }
    #expect(try end(1.7) <= 76)
    #expect(try end(4) > 82)
  }

  @Test(
    "What is doubtful becomes no surer beside a lesion, nor by hanging together with it by less than an outline",
    arguments: [0, 0.45] as [Float])
  func besideALesion(between: Float) throws {
    let sure = disc(at: 60, 80, radius: 12)
    let doubtful = disc(at: 84, 80, radius: 5)
    let bridge = plane { u, v in (60..<84).contains(u) && (78..<83).contains(v) ? between : 0 }
    let end = { (probability: Float) in
      let proposed = both(both(sure, doubtful, probability), bridge)
      let found = find(proposed, shown: both(sure, doubtful), contrast: 400)
      return try #require(found.labels.foreground.boundingBox).endX
    }
    #expect(try end(0.75) < 76)
    #expect(try end(1) > 86)
  }

  @Test("Other looks decide on what is in doubt, and only on that")
  func otherLooks() {
    let confidence = { (first: Float, again: Float) in
      find(disc(first), again: disc(again), shown: disc(1), contrast: 400).evidence.first?.confidence
    }
    #expect(confidence(0.97, 0.97) != nil)
    #expect(confidence(0.97, 0.3) == nil)
    #expect(confidence(0.75, 0.75) == nil)
    #expect(confidence(0.75, 1) != nil)
    #expect(confidence(1, 0.3) == confidence(1, 1))
    #expect(confidence(0.4, 1) != nil)
    #expect(confidence(0.33, 1) == nil)
  }

  @Test(
    "What the first look saw only a part of is drawn as all looks together see it; where they see no more, it stays")
  func growsAtOtherLooks() {
    let body = disc(at: 60, 80, radius: 12)
    let seed = disc(at: 60, 80, radius: 5)
    let first = plane { u, v in max(0.9 * seed[u, v], 0.2 * body[u, v]) }
    let radius = { (again: Plane<Float>) in
      (Double(find(first, again: again, shown: both(seed, body, 0.6), contrast: 400).labels.foreground.count) / .pi)
        .squareRoot()
    }
    #expect((11.5...12.5).contains(radius(body)))
    // The band in which an outline moves is three pixels wide.
    #expect((4.5...8.5).contains(radius(seed)))
  }

  @Test("A core that the network took for bone is a lesion at every look")
  func coreAtOtherLooks() {
    let faint = disc(0.2)
    let found = { (cores: Mask?) in
      find(faint, again: faint, shown: disc(1), contrast: 400, likelyBone: disc(0.97), cores: cores).labels.count
    }
    #expect(found(nil) == 0)
    #expect(found(Mask(of: disc(1)) { $0 >= 0.5 }) == 1)
  }

  @Test("Within 2 mm of the field's end, and in letters, nothing is found")
  func atTheEdge() {
    #expect(find(disc(at: 60, 80, radius: 8), contrast: 400, allowed: box(80, 0, 120, 160)).labels.count == 0)
  }

  private func find(
    _ proposal: Plane<Float>, again: Plane<Float>? = nil, shown: Plane<Float>? = nil, contrast: Int,
    region: Mask? = nil, bones: LabelMap? = nil,
    allowed: Mask? = nil, likelyBone: Plane<Float>? = nil, cores: Mask? = nil, air: Mask? = nil
  ) -> LesionMap {
    var random = SplitMix64(seed: 5)
    let samples = (shown ?? proposal).samples.map { value in
      UInt16(2000 + Int(Float(contrast) * value) + Int.random(in: -20...20, using: &random))
    }
    let radiograph = Radiograph(
      samples: Plane(width: 200, height: 160, samples: samples), bitDepth: 12,
      spacing: PixelSpacing(x: 0.5, y: 0.5, source: .user))
    let scale = WorkingScale(radiograph)
    let finder = LesionFinder(
      radiograph: radiograph, scale: scale, image: WorkingImage(radiograph, scale: scale),
      proposals: proposals(
        [.mineralisation: proposal].merging(likelyBone.map { [.bone: $0] } ?? [:]) { $1 }, again: again),
      polarity: .boneBright,
      bones: bones.map { BoneMap(labels: $0, given: true) } ?? .none(width: 200, height: 160),
      cores: cores ?? Mask(width: 200, height: 160), brightParts: nil,
      allowed: allowed ?? Mask(width: 200, height: 160).complement, air: air ?? Mask(width: 200, height: 160),
      limits: CandidateLimits(.normal))
    return finder.lesions(regionOfInterest: region)
  }

  /// What the network answers where this share of a pixel is lesion: at an edge more than a half.
  private func answered(_ share: Plane<Float>) -> Plane<Float> {
    plane { u, v in share[u, v] / (share[u, v] + (1 - share[u, v]) * exp(-0.6)) }
  }

  /// A disc of which the network is the less sure the farther out.
  private func unsure(radius: Double) -> Plane<Float> {
    plane { u, v in
      let away = ((Double(u) - 60) * (Double(u) - 60) + (Double(v) - 80) * (Double(v) - 80)).squareRoot()
      return Float(min(max(0.5 + (radius - away) / 8, 0.05), 0.98))
    }
  }

  /// A disc of this strength.
  private func disc(_ strength: Float) -> Plane<Float> {
    let disc = disc(at: 60, 80, radius: 12)
    return plane { u, v in strength * disc[u, v] }
  }

  /// A disc whose edge falls over one pixel.
  private func disc(at x: Double, _ y: Double, radius: Double) -> Plane<Float> {
    plane { u, v in
      let away = ((Double(u) - x) * (Double(u) - x) + (Double(v) - y) * (Double(v) - y)).squareRoot()
      return Float(min(max(radius - away + 0.5, 0), 1))
    }
  }

  /// Two bodies, the second of them `share` as strong.
  private func both(_ first: Plane<Float>, _ second: Plane<Float>, _ share: Float = 1) -> Plane<Float> {
    plane { u, v in max(first[u, v], share * second[u, v]) }
  }

  private func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Mask {
    Mask(
      width: 200, height: 160,
      bytes: (0..<160).flatMap { v in
        (0..<200).map { u in (x..<x + width).contains(u) && (y..<y + height).contains(v) ? UInt8(1) : 0 }
      })
  }
}
