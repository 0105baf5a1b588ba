internal import Raster

/// The network's logits of what is not asked for again and again, in 256 steps, with what they mean.
///
/// A step is a sixteenth in the log odds; one half lies between two of them.
struct NetworkAnswer: Sendable, Equatable {
  private let classes: [String]
  private let width: Int
  private let places: [Logits.Place]
  private let steps: [UInt8]
  /// The probability of each step, which ascend: that in its middle.
  private let table: [Float]

  /// The part of `logits`, which `network` gave, that is in steps.
  init(_ network: Network, logits: Logits) {
    classes = network.classes
    width = logits.width
    places = logits.places
    steps = logits.bytes
    let each = network.probabilities.count / 256
    table = (0..<256).map { Float(network.probabilities[$0 * each + each / 2]) / 65535 }
  }

  /// The pixels of a class inside `box`; where the network does not know it, 1 of the field and 0 else.
  func probabilities(of name: NetworkClass, in box: PixelBox) -> Plane<Float> {
    var plane = Plane<Float>(width: box.width, height: box.height, repeating: name == .field ? 1 : 0)
    guard let start = start(of: name) else { return plane }
    let values = steps.span
    let lookup = table.span
    plane.withMutableSamples { samples in
      for y in 0..<box.height {
        let from = start + (box.y + y) * width + box.x
        let row = values.extracting(from..<from + box.width)
        var out = samples._mutatingExtracting(y * box.width..<(y + 1) * box.width)
        for x in out.indices { unsafe out[unchecked: x] = lookup[unchecked: Int(row[unchecked: x])] }
      }
    }
    return plane
  }

  /// Where a class reaches `level` in the upper left `width` by `height` pixels.
  func mask(of name: NetworkClass, reaching level: Float, width: Int, height: Int) -> Mask {
    let whole = PixelBox(x: 0, y: 0, width: width, height: height)
    guard let start = start(of: name) else { return probabilities(of: name, in: whole).reaching(level) }
    var mask = Mask(width: width, height: height)
    guard let least = table.firstIndex(where: { $0 >= level }).map(UInt8.init) else { return mask }
    let values = steps.span
    mask.withMutableFlags { bytes in
      for y in 0..<height {
        let from = start + y * self.width
        let row = values.extracting(from..<from + width)
        var out = bytes._mutatingExtracting(y * width..<(y + 1) * width)
        for x in out.indices { unsafe out[unchecked: x] = row[unchecked: x] >= least ? 1 : 0 }
      }
    }
    return mask
  }

  private func start(of name: NetworkClass) -> Int? {
    guard let index = classes.firstIndex(of: name.rawValue), case .bytes(let start) = places[index] else { return nil }
    return start
  }
}

extension Network {
  /// The place of `name` among ``classes``; `nil` where the network does not know it.
  func place(of name: NetworkClass) -> Int? { classes.firstIndex(of: name.rawValue) }

  /// The probability of `name` in the upper left `width` by `height` pixels of `logits`, in which it is whole; 0 where the network
  /// does not know it.
  func probabilities(of name: NetworkClass, in logits: Logits, width: Int, height: Int) -> Plane<Float> {
    var plane = Plane<Float>(width: width, height: height, repeating: 0)
    guard let index = place(of: name), case .words(let start) = logits.places[index] else { return plane }
    let values = logits.words.span
    let table = probabilities.map { Float($0) / 65535 }
    let lookup = table.span
    let limit = logitLimit
    plane.withMutableSamples { samples in
      for y in 0..<height {
        let from = start + y * logits.width
        let row = values.extracting(from..<from + width)
        var out = samples._mutatingExtracting(y * width..<(y + 1) * width)
        for x in out.indices { unsafe out[unchecked: x] = lookup[Int(row[unchecked: x]) &+ limit] }
      }
    }
    return plane
  }
}
