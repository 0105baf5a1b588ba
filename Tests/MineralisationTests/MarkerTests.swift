import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite struct MarkerTests {
  private func radiograph(_ plane: Plane<UInt16>, _ polarity: Polarity? = .boneBright) -> Radiograph {
    Radiograph(samples: plane, bitDepth: 16, statedPolarity: polarity)
  }

  private func refusal(_ phantom: MarkerPhantom) -> String? {
    switch findMarker(in: radiograph(phantom.drawn(seed: 7)), diameterMM: 16) {
    case .found: nil
    case .refused(let reason): reason
    }
  }

  /// 200 seeded balls: any place, size, blur, noise, ellipticity, a stem or a bone across the rim.
  @Test(arguments: 0..<200) func diameterIsWithinHalfAPercent(number: Int) throws {
    let seed = UInt64(number) + 1000
    var generator = SplitMix64(seed: seed)
    var phantom = MarkerPhantom()
    phantom.radius = Double.random(in: 10...30, using: &generator)
    phantom.width = Int(phantom.radius * 2 + 70)
    phantom.height = Int(phantom.radius * 2 + 60)
    phantom.centre = Point(
      Double.random(in: (phantom.radius + 15)...(Double(phantom.width) - phantom.radius - 15), using: &generator),
      Double.random(in: (phantom.radius + 15)...(Double(phantom.height) - phantom.radius - 15), using: &generator))
    phantom.blur = Double.random(in: 0.6...1.8, using: &generator)
    phantom.noise = Double.random(in: 0...0.03, using: &generator)
    phantom.ellipticity = Double.random(in: 0...0.01, using: &generator)
    phantom.axis = Double.random(in: 0...3.14, using: &generator)
    if number % 3 == 1 {
      phantom.stem = Double.random(in: 0...6.28, using: &generator)
      phantom.stemWidth = Double.random(in: 0.15...0.4, using: &generator)
    }
    if number % 3 == 2 {
      phantom.boneFrom = phantom.centre.x + Double.random(in: -0.5...1, using: &generator) * phantom.radius
    }
    guard case .found(let marker) = findMarker(in: radiograph(phantom.drawn(seed: seed)), diameterMM: 16) else {
      Issue.record("seed \(seed): refused \(findMarker(in: radiograph(phantom.drawn(seed: seed)), diameterMM: 16))")
      return
    }
    let error = marker.diameterPx / (2 * phantom.radius) - 1
    #expect(abs(error) <= 0.005, "seed \(seed): \(error * 100) %, radius \(phantom.radius), blur \(phantom.blur)")
    #expect(abs(marker.centre.x - phantom.centre.x) < 0.2 && abs(marker.centre.y - phantom.centre.y) < 0.2)
  }

  @Test func eitherPolarityIsRead() throws {
    let plane = MarkerPhantom().drawn(seed: 3)
    let inverted = Plane<UInt16>(width: plane.width, height: plane.height, samples: plane.samples.map { 65_535 - $0 })
    for (image, polarity) in [(plane, Polarity?.none), (inverted, nil), (inverted, .boneDark)] {
      guard case .found(let marker) = findMarker(in: radiograph(image, polarity), diameterMM: 16) else {
        Issue.record("refused with polarity \(String(describing: polarity))")
        continue
      }
      #expect(abs(marker.diameterPx - 48) < 0.2)
    }
  }

  @Test func letterOIsRefused() {
    var phantom = MarkerPhantom()
    phantom.hollow = 0.7
    #expect(refusal(phantom)?.contains("hollow") == true)
  }

  @Test func headOnItsStemIsRefused() {
    var phantom = MarkerPhantom()
    phantom.stem = 1
    phantom.stemWidth = 0.5
    phantom.stemReach = 4
    #expect(refusal(phantom) != nil)
  }

  @Test func ellipseIsRefused() {
    var phantom = MarkerPhantom()
    phantom.ellipticity = 0.08
    #expect(refusal(phantom) != nil)
  }

  @Test func unsharpOrFaintDiscIsRefused() {
    var phantom = MarkerPhantom()
    phantom.blur = 9
    #expect(refusal(phantom) != nil)
  }

  @Test func emptyImageIsRefused() {
    #expect(refusal(MarkerPhantom(centre: Point(-900, -900))) != nil)
    let flat = radiograph(Plane(width: 50, height: 40, repeating: 700))
    guard case .refused = findMarker(in: flat, diameterMM: 16) else {
      Issue.record("a marker in an even image")
      return
    }
  }

  /// Two discs side by side: of one size they agree, of two sizes nobody knows which was meant.
  @Test(arguments: [(24.0, true), (16.0, false)]) func severalRoundObjectsMustBeOfOneSize(radius: Double, agree: Bool) {
    let first = MarkerPhantom().drawn(seed: 5)
    var second = MarkerPhantom()
    second.radius = radius
    let joined = side(by: first, second.drawn(seed: 6))
    switch findMarker(in: radiograph(joined), diameterMM: 16) {
    case .found(let marker): #expect(agree && abs(marker.diameterPx - 48) < 0.2)
    case .refused(let reason): #expect(!agree && reason.contains("several sizes"), "\(reason)")
    }
  }

  private func side(by first: Plane<UInt16>, _ second: Plane<UInt16>) -> Plane<UInt16> {
    var samples: [UInt16] = []
    for y in 0..<first.height {
      for plane in [first, second] { samples += plane.samples[y * plane.width..<(y + 1) * plane.width] }
    }
    return Plane(width: first.width + second.width, height: first.height, samples: samples)
  }

  @Test func spacingFollowsFromTheDiameterWithItsUncertainty() throws {
    guard case .found(let marker) = findMarker(in: radiograph(MarkerPhantom().drawn(seed: 9)), diameterMM: 12) else {
      Issue.record("refused")
      return
    }
    let spacing = try #require(marker.spacing(diameterMM: 12))
    #expect(spacing.source == .marker)
    #expect(abs(spacing.x - 0.25) < 0.00125)
    #expect(abs(spacing.x - 0.25) < 2 * spacing.relativeUncertainty * spacing.x)
    #expect(spacing.relativeUncertainty < 0.01)
    #expect(marker.spacing(diameterMM: 0) == nil)
  }
}
