import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Network")
struct NetworkTests {
  @Test("The logits have the bits of the Python side", arguments: Instructions.available)
  func agreesWithPython(instructions: Instructions) throws {
    let network = try Network(bytes: try networkFixture("tiny.bin"), instructions: instructions)
    let planes = try networkFixture("tiny.input.u8")
    let bytes = try networkFixture("tiny.logits.i16")
    let expected = stride(from: 0, to: bytes.count, by: 2).map { Int16(bytes[$0]) | Int16(bytes[$0 + 1]) << 8 }
    let logits = network.logits(
      of: InputPlanes(count: 3, width: 32, height: 64, values: planes), whole: Set(network.classes.indices))
    #expect(logits.classes.count == network.classes.count)
    let words = logits.classes.flatMap { values -> [Int16] in
      if case .words(let words) = values { words } else { [] }
    }
    #expect(words == expected)
    #expect(Set(expected).count > 50)
  }

  @Test("Of a part it says what it says of it where all is asked")
  func part() throws {
    var random = SplitMix64(seed: 8)
    for (network, width, height) in [
      (try Network(bytes: try networkFixture("tiny.bin")), 64, 96), (.embedded, 96, 160),
    ] {
      let values = (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
      let planes = InputPlanes(count: 3, width: width, height: height, values: values)
      let all = network.logits(of: planes, whole: [1])
      #expect(all.box == PixelBox(width: width, height: height))
      var boxes = [
        all.box, PixelBox(x: 0, y: 0, width: 1, height: 1), PixelBox(x: width - 1, y: 7, width: 1, height: height - 7),
      ]
      for _ in 0..<12 {
        let (x, y) = (Int.random(in: 0..<width, using: &random), Int.random(in: 0..<height, using: &random))
        boxes.append(
          PixelBox(
            x: x, y: y, width: .random(in: 1...width - x, using: &random),
            height: .random(in: 1...height - y, using: &random)))
      }
      for box in boxes {
        let part = network.logits(of: planes, in: box, whole: [1])
        #expect(part.box.contains(box) && box.grown(1, 1, within: width, height).contains(part.box))
        #expect(part.classes == all.classes.map { $0.cropped(to: part.box, width: width) }, "\(box)")
      }
    }
  }

  @Test("The probability of logit 0 is one half, and the table rises")
  func probabilities() throws {
    let table = try Network(bytes: try networkFixture("tiny.bin")).probabilities
    #expect(table[2048] == 32768)
    #expect(zip(table, table.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("A damaged weights file is refused, each kind by its name")
  func damage() throws {
    try expectDamageRefused(networkFixture("tiny.bin")) { try Network(bytes: $0) }
  }

  @Test("A layer whose sums could leave the exact range is refused")
  func inexact() {
    let taps = 12 * 48
    func layer(weight: Int8) -> Convolution? {
      Convolution(
        inputs: taps, outputs: 4, kernel: 1, weights: [Int8](repeating: weight, count: taps * 4),
        bias: [0, 0, 0, 0], multiplier: [1, 1, 1, 1], shift: [20, 20, 20, 20])
    }
    #expect(layer(weight: 114) != nil)
    #expect(layer(weight: 115) == nil)
  }

  @Test("The built-in network knows the classes that the segmentation asks for")
  func builtIn() {
    let classes = Network.embedded.classes
    for name in ["pelvis", "femur", "bone", "mineralisation", "field", "metal", "letters"] {
      #expect(classes.contains(name))
    }
  }
}

extension Logits.Values {
  fileprivate func cropped(to box: PixelBox, width: Int) -> Logits.Values {
    let rows = (box.y..<box.endY).map { $0 * width + box.x..<$0 * width + box.endX }
    return switch self {
    case .words(let words): .words(rows.flatMap { words[$0] })
    case .bytes(let bytes): .bytes(rows.flatMap { bytes[$0] })
    }
  }
}
