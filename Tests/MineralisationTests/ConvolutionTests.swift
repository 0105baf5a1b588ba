import Mineralisation
import Raster
import RasterTestSupport
import Testing

/// The convolution by every set of instructions that this machine has against the slow one.
@Suite("Convolution")
struct ConvolutionTests {
  static let widths = [1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 29, 33]

  @Test("The bits of the slow convolution at every width around the stretches", arguments: Instructions.available)
  func widths(instructions: Instructions) throws {
    for width in Self.widths {
      for kernel in [1, 3] {
        let drawn = try DrawnLayer(3, 16, kernel, seed: UInt64(width), instructions)
        drawn.check(width: width, height: 3)
      }
    }
  }

  @Test("The bits of the slow convolution at every number of channels", arguments: Instructions.available)
  func channels(instructions: Instructions) throws {
    for (inputs, outputs) in [
      (1, 1), (2, 4), (4, 15), (5, 17), (12, 32), (16, 33), (17, 48), (3, 64), (20, 80), (6, 112),
    ] {
      let drawn = try DrawnLayer(inputs, outputs, 3, seed: UInt64(100 + inputs), instructions)
      drawn.check(width: 15, height: 2)
      drawn.check(width: 4, height: 3)
    }
  }

  @Test("No sum saturates where every product is the largest", arguments: Instructions.available)
  func extremes(instructions: Instructions) throws {
    for weight in [Int8(-128), 127] {
      let weights = [Int8](repeating: weight, count: 16 * 24 * 9)
      let drawn = try DrawnLayer(
        inputs: 24, outputs: 16, kernel: 3, weights: weights, bias: .init(repeating: 9_600_000, count: 16),
        multiplier: .init(repeating: 32768, count: 16), shift: .init(repeating: 31, count: 16), instructions)
      drawn.check(Tensor(channels: 24, width: 15, height: 3, values: .init(repeating: 255, count: 24 * 45)))
    }
  }

  @Test("Shifts from the least to the largest, and none beyond", arguments: Instructions.available)
  func shifts(instructions: Instructions) throws {
    for shifts in [Int32(17)...17, 18...19, 25...27, 30...32] {
      let drawn = try DrawnLayer(9, 33, 3, seed: UInt64(shifts.lowerBound), shifts: shifts, instructions)
      drawn.check(width: 15, height: 2)
    }
    for shift in [Int32(16), 33] {
      let layer = Convolution(
        inputs: 1, outputs: 1, kernel: 1, weights: [1], bias: [0], multiplier: [32768], shift: [shift],
        instructions: instructions)
      #expect(layer == nil)
    }
  }

  @Test("The largest multiplier that a shift allows, and none larger", arguments: Instructions.available)
  func multipliers(instructions: Instructions) throws {
    let weights = (0..<3 * 16 * 9).map { Int8(truncatingIfNeeded: $0 * 37) }
    for (shift, largest) in [(Int32(17), Int32(65_535)), (18, 131_071), (31, 1_073_741_823), (32, .max)] {
      let drawn = try DrawnLayer(
        inputs: 3, outputs: 16, kernel: 3, weights: weights, bias: .init(repeating: -300, count: 16),
        multiplier: .init(repeating: largest, count: 16), shift: .init(repeating: shift, count: 16), instructions)
      drawn.check(width: 15, height: 3)
    }
    for (shift, multiplier) in [(Int32(17), Int32(65_536)), (31, 1_073_741_824), (32, -1)] {
      let layer = Convolution(
        inputs: 1, outputs: 1, kernel: 1, weights: [1], bias: [0], multiplier: [multiplier], shift: [shift],
        instructions: instructions)
      #expect(layer == nil)
    }
  }

  @Test("Two tensors joined are one with the channels of both", arguments: Instructions.available)
  func joined(instructions: Instructions) throws {
    for (own, deeper, width) in [(16, 32, 8), (3, 5, 6), (16, 16, 2), (7, 16, 18)] {
      let drawn = try DrawnLayer(own + deeper, 16, 3, seed: UInt64(own), instructions)
      let first = Tensor.drawn(own, width: width, height: 4, seed: 1)
      let second = Tensor.drawn(deeper, width: width / 2, height: 2, seed: 2)
      var values: [UInt8] = []
      for y in 0..<4 {
        for x in 0..<width {
          for c in 0..<own { values.append(first.values[(y * width + x) * own + c]) }
          for c in 0..<deeper { values.append(second.values[(y / 2 * (width / 2) + x / 2) * deeper + c]) }
        }
      }
      let whole = Tensor(channels: own + deeper, width: width, height: 4, values: values)
      #expect(drawn.layer(first, withEnlarged: second) == drawn.layer(whole))
    }
  }

  @Test("Logits are the slow convolution, two by two", arguments: Instructions.available)
  func shuffled(instructions: Instructions) throws {
    for (inputs, outputs, width) in [(16, 40, 9), (3, 4, 1), (8, 12, 17)] {
      let drawn = try DrawnLayer(inputs, outputs, 1, seed: UInt64(outputs), shifts: 18...21, instructions)
      let tensor = Tensor.drawn(inputs, width: width, height: 3, seed: 4)
      let slow = drawn.slow(tensor, range: -2048...2047)
      for whole in [Set(0..<outputs / 4), [0], [1, 2], []] {
        let box = PixelBox(x: 4, y: 2, width: 2 * width, height: 6)
        let logits = drawn.layer.shuffled(tensor, of: box, limit: 2048, whole: whole)
        #expect((logits.classes.count, logits.box) == (outputs / 4, box))
        for c in 0..<outputs {
          for y in 0..<3 {
            for x in 0..<width {
              let expected = slow[(c * 3 + y) * width + x]
              let at = (2 * y + c % 4 / 2) * 2 * width + 2 * x + c % 2
              switch logits.classes[c / 4] {
              case .words(let values):
                #expect(whole.contains(c / 4) && Int(values[at]) == expected)
              case .bytes(let values):
                #expect(!whole.contains(c / 4) && Int(values[at]) == (expected + 2048) / 16)
              }
            }
          }
        }
      }
    }
  }

  @Test("Blocks of 2 × 2 become channels, and maxima")
  func blocks() {
    let planes = InputPlanes(
      count: 2, width: 4, height: 2, values: [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18])
    let tensor = Tensor(unshuffling: planes)
    #expect(tensor.values == [1, 2, 5, 6, 11, 12, 15, 16, 3, 4, 7, 8, 13, 14, 17, 18])
    let picture = Tensor(channels: 2, width: 4, height: 2, values: [1, 9, 2, 8, 3, 7, 4, 6, 5, 5, 6, 4, 7, 3, 8, 2])
    #expect(picture.pooled == Tensor(channels: 2, width: 2, height: 1, values: [6, 9, 8, 7]))
  }
}

/// A layer and the numbers that it was made of.
private struct DrawnLayer {
  let layer: Convolution
  let weights: [Int8]
  let bias: [Int32]
  let multiplier: [Int32]
  let shift: [Int32]

  init(
    inputs: Int, outputs: Int, kernel: Int, weights: [Int8], bias: [Int32], multiplier: [Int32], shift: [Int32],
    _ instructions: Instructions
  ) throws {
    self.weights = weights
    self.bias = bias
    self.multiplier = multiplier
    self.shift = shift
    layer = try #require(
      Convolution(
        inputs: inputs, outputs: outputs, kernel: kernel, weights: weights, bias: bias, multiplier: multiplier,
        shift: shift, instructions: instructions))
  }

  init(
    _ inputs: Int, _ outputs: Int, _ kernel: Int, seed: UInt64, shifts: ClosedRange<Int32> = 20...24,
    _ instructions: Instructions
  ) throws {
    var random = SplitMix64(seed: seed)
    try self.init(
      inputs: inputs, outputs: outputs, kernel: kernel,
      weights: (0..<inputs * outputs * kernel * kernel).map { _ in Int8.random(in: -127...127, using: &random) },
      bias: (0..<outputs).map { _ in Int32.random(in: -90000...90000, using: &random) },
      multiplier: (0..<outputs).map { _ in Int32.random(in: 16384...32768, using: &random) },
      shift: (0..<outputs).map { _ in Int32.random(in: shifts, using: &random) }, instructions)
  }

  func check(width: Int, height: Int) {
    check(Tensor.drawn(layer.inputs, width: width, height: height, seed: UInt64(width)))
  }

  func check(_ tensor: Tensor) {
    let fast = layer(tensor)
    let slow = slow(tensor, range: 0...255)
    let pixels = tensor.width * tensor.height
    let same = (0..<layer.outputs).allSatisfy { o in
      (0..<pixels).allSatisfy { Int(fast.values[$0 * layer.outputs + o]) == slow[o * pixels + $0] }
    }
    #expect(same, "\(tensor.width) x \(tensor.height), \(layer.inputs) to \(layer.outputs), \(layer.instructions)")
    #expect(Set(slow).count > 1, "A test that any clamped value passes")
  }

  func slow(_ tensor: Tensor, range: ClosedRange<Int>) -> [Int] {
    let pixels = tensor.width * tensor.height
    let planar = (0..<tensor.channels).flatMap { c in
      (0..<pixels).map { Int(tensor.values[$0 * tensor.channels + c]) }
    }
    return slowConvolution(
      planar, channels: tensor.channels, width: tensor.width, height: tensor.height, kernel: layer.kernel,
      weights: weights.map(Int.init), bias: bias.map(Int.init), multiplier: multiplier.map(Int.init),
      shift: shift.map(Int.init), range: range)
  }
}

extension Tensor {
  fileprivate static func drawn(_ channels: Int, width: Int, height: Int, seed: UInt64) -> Tensor {
    var random = SplitMix64(seed: seed)
    let values = (0..<channels * width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
    return Tensor(channels: channels, width: width, height: height, values: values)
  }
}
