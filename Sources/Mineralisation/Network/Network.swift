internal import CNetwork
package import Raster

/// A small U-Net in integers: 8-bit planes in, one logit per class and pixel out, the same to the bit on every machine.
///
/// A 2 × 2 unshuffle, levels of two 3 × 3 convolutions with 2 × 2 maxima between them, the way back with nearest
/// enlargement and concatenation, a 1 × 1 head and a 2 × 2 shuffle.
package struct Network: Sendable, Equatable {
  /// The names of the classes in the order of the logits.
  package let classes: [String]
  /// The number of input planes.
  package let inputs: Int
  /// The number of levels.
  package let levels: Int
  /// The convolutions: down (two a level), up (two a level), head.
  package let layers: [Convolution]
  /// Logits lie between `-logitLimit` and `logitLimit - 1`, in units of 1/256.
  package let logitLimit: Int
  /// The probability of each logit, 0 … 65535 for 0 … 1.
  package let probabilities: [UInt16]

  /// The side of the blocks into which the network divides its input.
  package var multiple: Int { 1 << levels }

  /// The trained network that is built into the program.
  package static let embedded: Network = {
    do {
      return try Network(bytes: embeddedFile)
    } catch {
      preconditionFailure("The built-in weights cannot be read: \(error)")
    }
  }()

  /// The weights file that is built into the program.
  package static var embeddedFile: [UInt8] {
    var count = 0
    let start = unsafe cnetwork_weights(&count)
    return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  }

  /// The logits of `planes`, one plane per class: those of the classes `whole`, by their place in ``classes``, are whole.
  ///
  /// What is asked of a part is what is said of it where all is asked; it takes less time, because the way back is run only
  /// for what the part depends on.
  ///
  /// - Parameter box: the part that is asked; it may have up to a pixel more on each side. All without one.
  /// - Precondition: as many planes as ``inputs``; width and height multiples of ``multiple``; `box` lies in them.
  package func logits(of planes: InputPlanes, in box: PixelBox? = nil, whole: Set<Int>) -> Logits {
    precondition(planes.count == inputs && planes.width % multiple == 0 && planes.height % multiple == 0)
    var running = Tensor(unshuffling: planes)
    var skips: [Tensor] = []
    for level in 0..<levels {
      if level > 0 { running = running.pooled }
      running = layers[2 * level + 1](layers[2 * level](running))
      if level < levels - 1 { skips.append(running) }
    }
    let asked = (box ?? PixelBox(width: planes.width, height: planes.height)).halved
    var parts: [(read: PixelBox, answered: PixelBox)] = []
    var answered = asked
    for skip in skips {
      // A pixel to each side for each of the two convolutions, and whole pixels of the next level.
      let deeper = answered.grown(2, 2, within: skip.width, skip.height).halved
      parts.append((deeper.doubled, answered))
      answered = deeper
    }
    running = running.cropped(to: answered)
    for step in levels..<2 * levels - 1 {
      let (read, answered) = parts.removeLast()
      let skip = skips.removeLast().cropped(to: read)
      running = layers[2 * step + 1](layers[2 * step](skip, withEnlarged: running))
      running = running.cropped(to: answered.moved(-read.x, -read.y))
    }
    return layers[layers.count - 1].shuffled(running, of: asked.doubled, limit: logitLimit, whole: whole)
  }
}

extension PixelBox {
  /// The pixels of a plane of half the size that cover the box.
  fileprivate var halved: PixelBox {
    PixelBox(x: x / 2, y: y / 2, width: (endX + 1) / 2 - x / 2, height: (endY + 1) / 2 - y / 2)
  }

  /// The box in a plane of twice the size.
  fileprivate var doubled: PixelBox { PixelBox(x: 2 * x, y: 2 * y, width: 2 * width, height: 2 * height) }
}
