import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Other looks")
struct OtherLooksTests {
  @Test("Columns, rows or both change places")
  func mirrored() {
    let drawn = [1, 2, 3, 4, 5, 6]
    #expect(Mirroring.columns(drawn[...], width: 3) == [3, 2, 1, 6, 5, 4])
    #expect(Mirroring.rows(drawn[...], width: 3) == [4, 5, 6, 1, 2, 3])
    #expect(Mirroring.both(drawn[...], width: 3) == [6, 5, 4, 3, 2, 1])
    #expect(Mirroring.rows([0, 0, 1, 2, 3, 4][2...], width: 2) == [3, 4, 1, 2])
  }

  @Test("The network is shown the box and its margin mirrored, as far as the image goes")
  func aloneAndAtTheCorner() {
    let planes = film(width: 416, height: 288)
    let looks = OtherLooks(network: .embedded, planes: planes)
    // 96 pixels around 20 by 10 are 212 by 202, in multiples of 32 224 by 224; at the corner 116 by 106 are 128 by 128.
    for (box, part) in [
      (PixelBox(x: 120, y: 110, width: 20, height: 10), PixelBox(x: 24, y: 14, width: 224, height: 224)),
      (PixelBox(x: 396, y: 278, width: 20, height: 10), PixelBox(x: 288, y: 160, width: 128, height: 128)),
    ] {
      for mirroring in Mirroring.allCases {
        let expected = slow(planes, part, mirroring).cropped(to: box.moved(-part.x, -part.y))
        #expect(looks.mineralisation(in: [box], mirrored: mirroring) == [expected], "\(box), \(mirroring)")
      }
    }
  }

  @Test("Boxes that need more than the image between them get it at one look")
  func many() {
    let planes = film(width: 160, height: 128)
    let boxes = [PixelBox(x: 0, y: 0, width: 30, height: 20), PixelBox(x: 100, y: 90, width: 7, height: 5)]
    let looks = OtherLooks(network: .embedded, planes: planes)
    let wholes = Mirroring.allCases.map { mirroring in
      let whole = slow(planes, PixelBox(x: 0, y: 0, width: 160, height: 128), mirroring)
      #expect(looks.mineralisation(in: boxes, mirrored: mirroring) == boxes.map { whole.cropped(to: $0) })
      return whole.samples
    }
    #expect(Set(wholes).count == 3, "every look says something else")
    #expect(looks.mineralisation(in: [], mirrored: .both).isEmpty)
  }

  /// What the network says of `part` mirrored, pixel by pixel.
  private func slow(_ planes: InputPlanes, _ part: PixelBox, _ mirroring: Mirroring) -> Plane<Float> {
    let place = { (x: Int, y: Int) in
      (mirroring == .rows ? x : part.width - 1 - x, mirroring == .columns ? y : part.height - 1 - y)
    }
    let pixels = (0..<part.height).flatMap { y in (0..<part.width).map { x in (x, y) } }
    let values = (0..<3).flatMap { plane in
      pixels.map { x, y in
        let (u, v) = place(x, y)
        return planes.values[(plane * planes.height + part.y + v) * planes.width + part.x + u]
      }
    }
    let network = Network.embedded
    let mineral = network.classes.firstIndex(of: "mineralisation") ?? 0
    let logits = network.logits(
      of: InputPlanes(count: 3, width: part.width, height: part.height, values: values), whole: [mineral])
    guard case .words(let words) = logits.classes[mineral] else { return Plane(width: 0, height: 0, repeating: 0) }
    return Plane(
      width: part.width, height: part.height,
      samples: pixels.map { x, y in
        let (u, v) = place(x, y)
        return Float(network.probabilities[Int(words[v * part.width + u]) + network.logitLimit]) / 65535
      })
  }

  private func film(width: Int, height: Int) -> InputPlanes {
    var random = SplitMix64(seed: 3)
    return InputPlanes(
      count: 3, width: width, height: height,
      values: (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &random) })
  }
}
