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
    if number % 3 == 2 { phantom.boneFrom = phantom.centre.x + Double.random(in: -0.5...1, using: &generator) * phantom.radius }
    guard case .found(let marker) = findMarker(in: radiograph(phantom.drawn(seed: seed)), diameterMM: 16) else {
      Issue.record("seed \(seed): refused \(findMarker(in: radiograph(phantom.drawn(seed: seed)), diameterMM: 16))")
      return
    }
    let error = marker.diameterPx / (2 * phantom.radius) - 1
    #expect(abs(error) <= 0.005, "seed \(seed): \(error * 100) %, radius \(phantom.radius), blur \(phantom.blur)")
    #expect(abs(marker.centre.x - phantom.centre.x) < 0.2 && abs(marker.centre.y - phantom.centre.y) < 0.2)
  }
}
