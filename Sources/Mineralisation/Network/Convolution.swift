internal import CNetwork
package import Raster

/// One convolution with integer weights, its bias, and the factor that brings its sums back to small integers.
///
/// `output = clamp((sum · multiplier + 2^(shift − 1)) >> shift)` with `sum = bias + Σ weight · input`, zeros outside the
/// plane. Sums are exact integers, so that every set of ``Instructions`` gives the same bits.
package struct Convolution: Sendable, Equatable {
  /// The number of input channels.
  package let inputs: Int
  /// The number of output channels.
  package let outputs: Int
  /// The side of the kernel, 1 or 3.
  package let kernel: Int
  /// What it is computed with.
  package let instructions: Instructions
  /// The weights as the instructions take them.
  private var packed: [UInt8]
  /// The storage of a `cnetwork_rescaling` for every 16 outputs.
  private var rescaling: [Int32]

  /// A layer with these numbers, the weights as `[output][input][ky][kx]`.
  ///
  /// - Returns: `nil` where the sizes do not fit together, a sum could leave the range in which it is exact, a shift is not
  ///   one of 17 … 32, or a multiplier is negative or, shifted to the left by 32 less its shift, leaves 32 bits.
  package init?(
    inputs: Int, outputs: Int, kernel: Int, weights: [Int8], bias: [Int32], multiplier: [Int32], shift: [Int32],
    instructions: Instructions = .best
  ) {
    let each = inputs * kernel * kernel
    guard inputs > 0, outputs > 0, kernel == 1 || kernel == 3, weights.count == outputs * each,
      bias.count == outputs, multiplier.count == outputs, shift.count == outputs,
      zip(multiplier, shift).allSatisfy({ multiplier, shift in
        (17...32).contains(shift) && (0...Int(Int32.max) >> (32 - shift)).contains(Int(multiplier))
      })
    else { return nil }
    for output in 0..<outputs {
      let own = weights.span.extracting(output * each..<(output + 1) * each)
      var magnitude = 0
      for tap in own.indices { magnitude &+= unsafe Int(own[unchecked: tap].magnitude) }
      guard magnitude * 255 + Int(bias[output].magnitude) < 1 << 24 else { return nil }
    }
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.instructions = instructions
    packed = [UInt8](repeating: 0, count: cnetwork_packed_size(instructions.level, inputs, outputs, kernel))
    let words = cnetwork_blocks(outputs) * MemoryLayout<cnetwork_rescaling>.stride / MemoryLayout<Int32>.size
    rescaling = [Int32](repeating: 0, count: words)
    unsafe rescaling.withUnsafeMutableBytes { storage in
      unsafe cnetwork_pack(
        instructions.level, inputs, outputs, kernel, weights, bias, multiplier, shift, &packed,
        storage.baseAddress?.assumingMemoryBound(to: cnetwork_rescaling.self))
    }
  }

  /// The convolution of `tensor`, clamped to 0 … 255.
  package func callAsFunction(_ tensor: Tensor) -> Tensor {
    convolved(tensor, nil)
  }

  /// The convolution of the channels of `tensor`, then those of `deeper`, each value of which stands for 2 × 2.
  package func callAsFunction(_ tensor: Tensor, withEnlarged deeper: Tensor) -> Tensor {
    precondition(
      tensor.width == 2 * deeper.width && tensor.height == 2 * deeper.height, "A tensor of another size joined")
    return convolved(tensor, deeper)
  }

  /// The convolution clamped to `-limit … limit - 1`, every four channels laid out as 2 × 2 values of one plane.
  ///
  /// Channel `4c + 2dy + dx` of `(x, y)` becomes plane `c` at `(2x + dx, 2y + dy)`. The planes of `whole` hold the results, the
  /// others `(result + limit) · 128 / limit`, rounded down.
  ///
  /// - Precondition: the number of outputs is a multiple of 4; `limit` is a power of two from 128 to 32768; `box`, the pixels
  ///   that the tensor stands for, is twice as wide and high.
  package func shuffled(_ tensor: Tensor, of box: PixelBox, limit: Int, whole: Set<Int>) -> Logits {
    precondition(tensor.channels == inputs && outputs % 4 == 0)
    precondition(box.width == 2 * tensor.width && box.height == 2 * tensor.height, "A tensor of another size")
    precondition((128...32768).contains(limit) && limit.nonzeroBitCount == 1, "A limit of \(limit)")
    let size = 4 * tensor.width * tensor.height
    let classes = unsafe filled(outputs / 4, whole: whole, size: size, after: []) { planes in
      unsafe withLayer(width: tensor.width) { layer, scratch in
        unsafe tensor.withSource(enlarged: false) { source in
          unsafe cnetwork_convolve_shuffled(
            layer, source, tensor.width, tensor.height, Int32(limit), scratch, planes)
        }
      }
    }
    return Logits(box: box, classes: classes)
  }

  /// The values of `count` classes, of `size` each, that `fill` writes where the planes say; `planes` are those of the classes
  /// before.
  private func filled(
    _ count: Int, whole: Set<Int>, size: Int, after planes: [cnetwork_plane], by fill: ([cnetwork_plane]) -> Void
  ) -> [Logits.Values] {
    guard unsafe planes.count < count else {
      unsafe fill(planes)
      return []
    }
    var others: [Logits.Values] = []
    func rest(_ plane: cnetwork_plane) {
      others = unsafe filled(count, whole: whole, size: size, after: planes + [plane], by: fill)
    }
    guard unsafe whole.contains(planes.count) else {
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, written in
        unsafe rest(cnetwork_plane(words: nil, bytes: buffer.baseAddress))
        written = size
      }
      return [.bytes(bytes)] + others
    }
    let words = unsafe [Int16](unsafeUninitializedCapacity: size) { buffer, written in
      unsafe rest(cnetwork_plane(words: buffer.baseAddress, bytes: nil))
      written = size
    }
    return [.words(words)] + others
  }

  private func convolved(_ tensor: Tensor, _ deeper: Tensor?) -> Tensor {
    let channels = tensor.channels + (deeper?.channels ?? 0)
    precondition(channels == inputs, "A layer for \(inputs) channels given \(channels)")
    let count = outputs * tensor.width * tensor.height
    let values = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initialised in
      unsafe withLayer(width: tensor.width) { layer, scratch in
        unsafe tensor.withSource(enlarged: false) { first in
          unsafe (deeper ?? .none).withSource(enlarged: true) { second in
            unsafe cnetwork_convolve(
              layer, first, second, tensor.width, tensor.height, scratch, target.baseAddress)
          }
        }
      }
      initialised = count
    }
    return Tensor(channels: outputs, width: tensor.width, height: tensor.height, values: values)
  }

  private func withLayer(
    width: Int, _ body: (UnsafePointer<cnetwork_layer>, UnsafeMutablePointer<UInt8>?) -> Void
  ) {
    unsafe packed.withUnsafeBufferPointer { packed in
      unsafe rescaling.withUnsafeBytes { rescaling in
        var layer = unsafe cnetwork_layer(
          level: instructions.level, inputs: inputs, outputs: outputs, kernel: kernel, weights: packed.baseAddress,
          rescaling: rescaling.baseAddress?.assumingMemoryBound(to: cnetwork_rescaling.self))
        var scratch = unsafe [UInt8](repeating: 0, count: cnetwork_scratch(&layer, width))
        unsafe scratch.withUnsafeMutableBufferPointer { scratch in unsafe body(&layer, scratch.baseAddress) }
      }
    }
  }
}

extension Tensor {
  fileprivate static let none = Tensor(channels: 0, width: 0, height: 0, values: [])

  fileprivate func withSource(enlarged: Bool, _ body: (cnetwork_source) -> Void) {
    unsafe values.withUnsafeBufferPointer { values in
      unsafe body(cnetwork_source(values: values.baseAddress, channels: channels, enlarged: enlarged))
    }
  }
}
