internal import CNetwork
internal import Raster

/// A second, small network in integers that judges what the first one proposes: it is shown one candidate in the middle of its surroundings,
/// and says how probable a lesion the picture alone makes it.
///
/// A 2 × 2 unshuffle, levels of two 3 × 3 convolutions with 2 × 2 maxima between them; of the last level's channels means and maxima,
/// weighted and summed. The same to the bit on every machine.
package struct Judge: Sendable, Equatable {
  /// The side of the square that it sees, in working pixels.
  package static let side = 96
  /// Its planes: three of the image as the first network sees it, mineralisation and bone as that said, and the candidate.
  private static let inputs = 6

  /// The convolutions, two a level.
  private let layers: [Convolution]
  /// The weight in the log odds of each channel's sum at the last level, of its maximum, and what is added.
  private let ofSums: [Double]
  private let ofMaxima: [Double]
  private let constant: Double

  /// The trained judge that is built into the program.
  package static let embedded: Judge = {
    do {
      return try Judge(bytes: embeddedFile)
    } catch {
      preconditionFailure("The built-in judge cannot be read: \(error)")
    }
  }()

  /// The weights file that is built into the program.
  package static var embeddedFile: [UInt8] {
    var count = 0
    let start = unsafe cnetwork_judge(&count)
    return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  }

  /// Reads a weights file, version 1, little-endian.
  ///
  /// `OSSIJUDG`, then as 32-bit numbers version, input planes, side and levels; two layers a level as in a ``Network``'s file; as 32-bit
  /// floating-point numbers the weights of the last level's sums, those of its maxima, and the constant; CRC-32 of all before.
  package init(bytes: [UInt8], instructions: Instructions = .best) throws(NetworkError) {
    var reader = try WeightsReader(bytes, magic: "OSSIJUDG", version: 1)
    let (inputs, side, levels) = (try reader.number(), try reader.number(), try reader.number())
    guard inputs == Self.inputs, side == Self.side, (1...5).contains(levels) else { throw .notAWeightsFile }
    var read: [Convolution] = []
    var channels = 4 * inputs
    for index in 0..<2 * levels {
      let layer = try reader.layer(index, instructions)
      guard layer.inputs == channels, layer.kernel == 3 else { throw .layer(index) }
      channels = layer.outputs
      read.append(layer)
    }
    layers = read
    ofSums = try reader.floats(channels)
    ofMaxima = try reader.floats(channels)
    constant = try reader.floats(1)[0]
  }

  /// The log odds that the picture of `view` makes its candidate a lesion; what else is known of it is to be added.
  ///
  /// - Precondition: the view's side is ``side``.
  package func opinion(of view: CandidateView) -> Double { opinion(of: Self.planes(of: view)) }

  /// The log odds that a picture of these planes makes its candidate a lesion.
  ///
  /// - Precondition: they are what ``planes(of:)`` gives, by number and size.
  package func opinion(of planes: InputPlanes) -> Double {
    var running = Tensor(unshuffling: planes)
    for (index, layer) in layers.enumerated() {
      if index > 0, index % 2 == 0 { running = running.pooled }
      running = layer(running)
    }
    var sums = [Int](repeating: 0, count: running.channels)
    var maxima = sums
    for start in stride(from: 0, to: running.values.count, by: running.channels) {
      for channel in sums.indices {
        let value = Int(running.values[start + channel])
        sums[channel] += value
        maxima[channel] = max(maxima[channel], value)
      }
    }
    var result = constant
    for channel in sums.indices {
      result += ofSums[channel] * Double(sums[channel])
      result += ofMaxima[channel] * Double(maxima[channel])
    }
    return result
  }

  /// What is shown of `view`: zeros outside the image.
  package static func planes(of view: CandidateView) -> InputPlanes {
    precondition(view.side == side, "A view of \(view.side) pixels")
    let seen = NetworkInput(normalised: view.image, multiple: 1).planes.values
    let said = [view.mineralisation, view.bone].flatMap { $0.samples.map { UInt8($0 * 255 + 0.5) } }
    let own = view.candidate.plane.samples.map { $0 == 0 ? UInt8(0) : 255 }
    let shown = view.shown
    var rows = (seen + said + own)[...]
    var values = [UInt8](repeating: 0, count: inputs * side * side)
    for plane in 0..<inputs {
      for y in shown.y..<shown.endY {
        let to = (plane * side + y) * side + shown.x
        values.replaceSubrange(to..<to + shown.width, with: rows.prefix(shown.width))
        rows = rows.dropFirst(shown.width)
      }
    }
    return InputPlanes(count: inputs, width: side, height: side, values: values)
  }
}
