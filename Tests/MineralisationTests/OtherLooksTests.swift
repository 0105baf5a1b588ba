import Mineralisation
import Raster
import RasterKernels
import RasterTestSupport
import Testing

@Suite("Other looks")
struct OtherLooksTests {
  @Test("An image is shown larger, and by half a turn")
  func shown() {
    let drawn = Plane<Float>(width: 2, height: 1, samples: [0, 1])
    let larger = Look(enlargement: 2, isTurned: false).shown(drawn)
    #expect(larger == Plane(width: 4, height: 2, samples: [0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1]))
    let turned = Look(enlargement: 1, isTurned: true).shown(Plane(width: 2, height: 2, samples: [1, 2, 3, 4]))
    #expect(turned == Plane(width: 2, height: 2, samples: [4, 3, 2, 1]))
  }

  @Test("The network is shown the box with a margin that fills its blocks, as far as the image goes")
  func aloneAndAtTheCorner() {
    let image = film(width: 416, height: 288)
    let looks = OtherLooks(network: .embedded, image: image)
    // With 64 pixels to each side 20 by 10 are 148 by 138, times 1.5 222 by 207, in blocks of 32 224 by 192: 149 by 128
    // pixels of the image. Times 1.25 they are 185 by 172.5, 192 by 160, 153 by 128.
    let expected = [
      (
        PixelBox(x: 120, y: 110, width: 20, height: 10), Look.others[0], PixelBox(x: 56, y: 51, width: 149, height: 128)
      ),
      (
        PixelBox(x: 120, y: 110, width: 20, height: 10), Look.others[1], PixelBox(x: 54, y: 51, width: 153, height: 128)
      ),
      (
        PixelBox(x: 396, y: 278, width: 20, height: 10), Look.others[0],
        PixelBox(x: 267, y: 160, width: 149, height: 128)
      ),
      (PixelBox(x: 0, y: 0, width: 20, height: 10), Look.others[1], PixelBox(x: 0, y: 0, width: 153, height: 128)),
    ]
    for (box, look, part) in expected {
      let asked = box.grown(8, 8, within: 416, 288)
      let seen = slow(image, part, look).cropped(to: asked.moved(-part.x, -part.y))
      #expect(looks.mineralisation(around: [box], at: look) == [seen], "\(box), \(look)")
    }
  }

  @Test("Boxes that need more than the image between them get it at one look")
  func many() {
    let image = film(width: 160, height: 128)
    let boxes = [PixelBox(x: 0, y: 0, width: 30, height: 20), PixelBox(x: 100, y: 90, width: 7, height: 5)]
    let looks = OtherLooks(network: .embedded, image: image)
    let wholes = Look.others.map { look in
      let whole = slow(image, PixelBox(x: 0, y: 0, width: 160, height: 128), look)
      #expect(
        looks.mineralisation(around: boxes, at: look)
          == boxes.map { whole.cropped(to: $0.grown(8, 8, within: 160, 128)) })
      return whole.samples
    }
    #expect(Set(wholes).count == 2, "every look says something else")
    #expect(looks.mineralisation(around: [], at: Look.others[0]).isEmpty)
  }

  /// What the network says of `part` as `look` shows it, pixel by pixel.
  private func slow(_ image: Plane<Float>, _ part: PixelBox, _ look: Look) -> Plane<Float> {
    let larger = resizedBilinear(
      image.cropped(to: part), toWidth: Int(Double(part.width) * look.enlargement),
      height: Int(Double(part.height) * look.enlargement))
    let pixels = (0..<larger.height).flatMap { y in
      (0..<larger.width).map { x in look.isTurned ? (larger.width - 1 - x, larger.height - 1 - y) : (x, y) }
    }
    let shown = Plane(width: larger.width, height: larger.height, samples: pixels.map { larger[$0, $1] })
    let network = Network.embedded
    let mineral = network.classes.firstIndex(of: "mineralisation") ?? 0
    let logits = network.logits(of: NetworkInput(normalised: shown, multiple: 32).planes, whole: [mineral])
    guard case .words(let words) = logits.classes[mineral] else { return Plane(width: 0, height: 0, repeating: 0) }
    let seen = pixels.map { x, y in
      Float(network.probabilities[Int(words[y * logits.box.width + x]) + network.logitLimit]) / 65535
    }
    return resizedBilinear(
      Plane(width: larger.width, height: larger.height, samples: seen), toWidth: part.width, height: part.height)
  }

  private func film(width: Int, height: Int) -> Plane<Float> {
    var random = SplitMix64(seed: 3)
    return Plane(
      width: width, height: height, samples: (0..<width * height).map { _ in Float.random(in: 0...1, using: &random) })
  }
}
