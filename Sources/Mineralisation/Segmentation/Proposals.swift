package import Raster

/// What the network tells apart.
package enum NetworkClass: String, CaseIterable, Sendable {
  case pelvis, femur, tibia, fibula, patella
  /// Any native bone, those above included.
  case bone
  case mineralisation
  /// Exposed tissue.
  case field
  case metal, letters

  /// The bones that have a name.
  static let namedBones: [NetworkClass] = [.pelvis, .femur, .tibia, .fibula, .patella]
}

/// For every pixel of the working image how probable each class is; classes do not exclude each other.
package struct Proposals: Sendable, Equatable {
  /// The image as the network saw it, 0 … 1, bone bright.
  package let image: Plane<Float>
  private let answer: Answer
  /// The planes that are asked for again and again.
  private let bone: Plane<Float>
  private let mineral: Plane<Float>

  /// What the network said, or what stands in for it.
  private enum Answer: Sendable, Equatable {
    case network(NetworkAnswer)
    case planes([Plane<Float>])
  }

  /// Asks `network` about `image`, in which bone is bright.
  init(_ image: Plane<Float>, network: Network = .embedded) {
    self.init(image, range: GreyEnds(image).range, network: network)
  }

  /// The same where the range that the image is scaled by is known.
  init(_ image: Plane<Float>, range: (low: Float, length: Float), network: Network = .embedded) {
    let input = NetworkInput(image, range: range, multiple: network.multiple)
    self.image = input.normalised
    let answer = NetworkAnswer(network, logits: network.logits(of: input.planes))
    self.answer = .network(answer)
    let whole = PixelBox(x: 0, y: 0, width: image.width, height: image.height)
    bone = answer.probabilities(of: .bone, in: whole)
    mineral = answer.probabilities(of: .mineralisation, in: whole)
  }

  /// Proposals from elsewhere, in the order of the classes.
  package init(image: Plane<Float>, planes: [Plane<Float>]) {
    precondition(planes.count == NetworkClass.allCases.count, "A plane for each class")
    self.image = image
    answer = .planes(planes)
    bone = Self.plane(of: .bone, planes)
    mineral = Self.plane(of: .mineralisation, planes)
  }

  /// The probability of `name`; of all but bone and mineralisation it is made anew at each call, from what takes half as much
  /// memory.
  package subscript(name: NetworkClass) -> Plane<Float> {
    switch name {
    case .bone: bone
    case .mineralisation: mineral
    default: values(of: name, in: PixelBox(x: 0, y: 0, width: image.width, height: image.height))
    }
  }

  /// The probability of `name` inside `box`.
  func values(of name: NetworkClass, in box: PixelBox) -> Plane<Float> {
    switch answer {
    case .network(let answer): answer.probabilities(of: name, in: box)
    case .planes(let planes): Self.plane(of: name, planes).cropped(to: box)
    }
  }

  /// Where the probability of `name` reaches `level`.
  func mask(of name: NetworkClass, reaching level: Float) -> Mask {
    switch answer {
    case .network(let answer): answer.mask(of: name, reaching: level, width: image.width, height: image.height)
    case .planes(let planes): Self.plane(of: name, planes).reaching(level)
    }
  }

  private static func plane(of name: NetworkClass, _ planes: [Plane<Float>]) -> Plane<Float> {
    for (index, other) in NetworkClass.allCases.enumerated() where other == name { return planes[index] }
    preconditionFailure("No plane of \(name)")
  }
}

/// The network's logits with what they mean.
private struct NetworkAnswer: Sendable, Equatable {
  let classes: [String]
  let logits: Logits
  let limit: Int
  /// The probability of each logit from `-limit` on.
  let table: [Float]
  /// Whether the probabilities ascend with the logits.
  let ascends: Bool

  init(_ network: Network, logits: Logits) {
    classes = network.classes
    self.logits = logits
    limit = network.logitLimit
    table = network.probabilities.map { Float($0) / 65535 }
    ascends = zip(network.probabilities, network.probabilities.dropFirst()).allSatisfy { $0 <= $1 }
  }

  /// The pixels of a class inside `box`; where the network does not know it, 1 of the field and 0 else.
  func probabilities(of name: NetworkClass, in box: PixelBox) -> Plane<Float> {
    var plane = Plane<Float>(width: box.width, height: box.height, repeating: name == .field ? 1 : 0)
    guard let channel = classes.firstIndex(of: name.rawValue) else { return plane }
    let values = logits.values.span
    let lookup = table.span
    let limit = limit
    plane.withMutableSamples { samples in
      for y in 0..<box.height {
        let from = (channel * logits.height + box.y + y) * logits.width + box.x
        let row = values.extracting(from..<from + box.width)
        var out = samples._mutatingExtracting(y * box.width..<(y + 1) * box.width)
        for x in out.indices { unsafe out[unchecked: x] = lookup[Int(row[unchecked: x]) &+ limit] }
      }
    }
    return plane
  }

  /// Where a class reaches `level` in the upper left `width` by `height` pixels.
  ///
  /// Where probabilities ascend with the logits, these tell.
  func mask(of name: NetworkClass, reaching level: Float, width: Int, height: Int) -> Mask {
    guard ascends, let first = table.firstIndex(where: { $0 >= level }),
      let channel = classes.firstIndex(of: name.rawValue)
    else {
      return probabilities(of: name, in: PixelBox(x: 0, y: 0, width: width, height: height)).reaching(level)
    }
    let least = Int16(first - limit)
    var mask = Mask(width: width, height: height)
    let values = logits.values.span
    mask.withMutableFlags { bytes in
      for y in 0..<height {
        let from = (channel * logits.height + y) * logits.width
        let row = values.extracting(from..<from + width)
        var out = bytes._mutatingExtracting(y * width..<(y + 1) * width)
        for x in out.indices { unsafe out[unchecked: x] = row[unchecked: x] >= least ? 1 : 0 }
      }
    }
    return mask
  }
}
