internal import CNetwork

/// One convolution with integer weights, its bias, and the factor that brings its sums back to small integers.
///
/// `output = clamp((sum · multiplier + 2^(shift − 1)) >> shift)` with
/// `sum = bias + Σ weight · input`, zeros outside the plane. Sums stay under 2^24, so that float lanes hold them exactly.
package struct Convolution: Sendable, Equatable {
  /// The number of input channels.
  package let inputs: Int
  /// The number of output channels.
  package let outputs: Int
  /// The side of the kernel, 1 or 3.
  package let kernel: Int
  /// The weights as `[output][input][ky][kx]`.
  package let weights: [Int8]
  /// What each output's sum starts from.
  package let bias: [Int32]
  /// The factor of each output.
  package let multiplier: [Int32]
  /// The shift of each output.
  package let shift: [Int32]
  /// The weights in blocks of four outputs, as the kernel reads them.
  private let packed: [Float]
  /// Bias, multiplier and shift in one.
  private let rescaling: [Int32]

  /// A layer with these numbers.
  ///
  /// - Returns: `nil` where the sizes do not fit together or a sum could leave the range in which it is exact.
  package init?(
    inputs: Int, outputs: Int, kernel: Int, weights: [Int8], bias: [Int32], multiplier: [Int32], shift: [Int32]
  ) {
    let each = inputs * kernel * kernel
    guard inputs > 0, outputs > 0, kernel == 1 || kernel == 3, weights.count == outputs * each,
      bias.count == outputs, multiplier.count == outputs, shift.count == outputs,
      shift.allSatisfy({ (1...46).contains($0) }), multiplier.allSatisfy({ (0...32768).contains($0) })
    else { return nil }
    for output in 0..<outputs {
      let magnitude = weights[output * each..<(output + 1) * each].reduce(0) { $0 + Int($1.magnitude) }
      guard magnitude * 255 + Int(bias[output].magnitude) < 1 << 24 else { return nil }
    }
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.weights = weights
    self.bias = bias
    self.multiplier = multiplier
    self.shift = shift
    rescaling = bias + multiplier + shift
    var blocks = [Float](repeating: 0, count: (outputs + 3) / 4 * 4 * each)
    for output in 0..<outputs {
      let start = output / 4 * 4 * each + output % 4
      for tap in 0..<each { blocks[start + 4 * tap] = Float(weights[output * each + tap]) }
    }
    packed = blocks
  }

  /// The convolution of `tensor`, clamped to `range`.
  package func callAsFunction(_ tensor: Tensor, clampedTo range: ClosedRange<Int32>) -> Tensor {
    precondition(tensor.channels == inputs, "A layer for \(inputs) channels given \(tensor.channels)")
    var result = [Int16](repeating: 0, count: outputs * tensor.width * tensor.height)
    unsafe packed.withUnsafeBufferPointer { packed in
      unsafe rescaling.withUnsafeBufferPointer { rescaling in
        var layer = unsafe cnetwork_layer(
          inputs: inputs, outputs: outputs, kernel: kernel, weights: packed.baseAddress,
          rescaling: rescaling.baseAddress, lowest: range.lowerBound, highest: range.upperBound)
        unsafe tensor.values.withUnsafeBufferPointer { values in
          unsafe result.withUnsafeMutableBufferPointer { target in
            var scratch = unsafe [Float](repeating: 0, count: cnetwork_scratch(&layer, tensor.width))
            unsafe cnetwork_convolve(
              &layer, values.baseAddress, tensor.width, tensor.height, &scratch, target.baseAddress)
          }
        }
      }
    }
    return Tensor(channels: outputs, width: tensor.width, height: tensor.height, values: result)
  }
}
