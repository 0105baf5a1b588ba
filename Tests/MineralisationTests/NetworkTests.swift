import Foundation
import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite("Network")
struct NetworkTests {
  @Test("A convolution has the bits of the slow one at every width around the lanes", arguments: [1, 3])
  func convolution(kernel: Int) throws {
    for (width, height) in [
      (1, 1), (2, 3), (7, 2), (8, 8), (9, 1), (15, 3), (16, 2), (17, 4), (31, 2), (33, 3), (64, 1),
    ] {
      for (inputs, outputs) in [(1, 4), (3, 9), (12, 2)] {
        var random = SplitMix64(seed: UInt64(width * 1000 + height * 100 + inputs * 10 + kernel))
        let weights = (0..<inputs * outputs * kernel * kernel).map { _ in Int8.random(in: -127...127, using: &random) }
        let bias = (0..<outputs).map { _ in Int32.random(in: -90000...90000, using: &random) }
        let multiplier = (0..<outputs).map { _ in Int32.random(in: 16384...32768, using: &random) }
        let shift = (0..<outputs).map { _ in Int32.random(in: 19...24, using: &random) }
        let values = (0..<inputs * width * height).map { _ in Int16.random(in: 0...255, using: &random) }
        let layer = try #require(
          Convolution(
            inputs: inputs, outputs: outputs, kernel: kernel, weights: weights, bias: bias, multiplier: multiplier,
            shift: shift))
        for range in [0...255, -2048...2047] {
          let fast = layer(
            Tensor(channels: inputs, width: width, height: height, values: values),
            clampedTo: Int32(range.lowerBound)...Int32(range.upperBound))
          let slow = slowConvolution(
            values.map(Int.init), channels: inputs, width: width, height: height, kernel: kernel,
            weights: weights.map(Int.init), bias: bias.map(Int.init), multiplier: multiplier.map(Int.init),
            shift: shift.map(Int.init), range: range)
          #expect(fast.values.map(Int.init) == slow, "\(width) x \(height), \(inputs) to \(outputs)")
        }
      }
    }
  }

  @Test("The logits have the bits of the Python side")
  func agreesWithPython() throws {
    let network = try Network(bytes: try fixture("tiny.bin"))
    let planes = try fixture("tiny.input.u8").map(Int16.init)
    let bytes = try fixture("tiny.logits.i16")
    let expected = stride(from: 0, to: bytes.count, by: 2).map { Int16(bytes[$0]) | Int16(bytes[$0 + 1]) << 8 }
    let logits = network.logits(of: Tensor(channels: 3, width: 32, height: 64, values: planes))
    #expect(logits.channels == network.classes.count)
    #expect(logits.values == expected)
    #expect(Set(expected).count > 50)
  }

  @Test("The probability of logit 0 is one half, and the table rises")
  func probabilities() throws {
    let table = try Network(bytes: try fixture("tiny.bin")).probabilities
    #expect(table[2048] == 32768)
    #expect(zip(table, table.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("A damaged weights file is refused, each kind by its name")
  func damage() throws {
    let whole = try fixture("tiny.bin")
    var wrong = whole
    wrong[0] ^= 1
    #expect(throws: NetworkError.notAWeightsFile) { try Network(bytes: wrong) }
    wrong = whole
    wrong[whole.count / 2] ^= 1
    #expect(throws: NetworkError.checksum) { try Network(bytes: wrong) }
    #expect(throws: NetworkError.checksum) { try Network(bytes: Array(whole.dropLast(9))) }
    #expect(throws: NetworkError.truncated(at: 0)) { try Network(bytes: []) }
  }

  @Test("A layer whose sums could leave the exact range is refused")
  func inexact() {
    let taps = 12 * 48
    func layer(weight: Int8) -> Convolution? {
      Convolution(
        inputs: taps, outputs: 4, kernel: 1, weights: [Int8](repeating: weight, count: taps * 4),
        bias: [0, 0, 0, 0], multiplier: [1, 1, 1, 1], shift: [1, 1, 1, 1])
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

  private func fixture(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/network")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }
}
