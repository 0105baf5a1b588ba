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
    let whole: [NetworkClass] = [.bone, .mineralisation]
    let logits = network.logits(of: input.planes, whole: Set(whole.compactMap(network.place(of:))))
    let planes = whole.map { network.probabilities(of: $0, in: logits, width: image.width, height: image.height) }
    (bone, mineral) = (planes[0], planes[1])
    answer = .network(NetworkAnswer(network, logits: logits))
  }

  /// Proposals from elsewhere, in the order of the classes.
  package init(image: Plane<Float>, planes: [Plane<Float>]) {
    precondition(planes.count == NetworkClass.allCases.count, "A plane for each class")
    self.image = image
    answer = .planes(planes)
    bone = Self.plane(of: .bone, planes)
    mineral = Self.plane(of: .mineralisation, planes)
  }

  /// The probability of `name`; of all but bone and mineralisation it is made anew at each call, in 256 steps, from what takes a
  /// quarter of the memory.
  package subscript(name: NetworkClass) -> Plane<Float> {
    switch name {
    case .bone: bone
    case .mineralisation: mineral
    default: values(of: name, in: PixelBox(x: 0, y: 0, width: image.width, height: image.height))
    }
  }

  /// The probability of `name` inside `box`.
  func values(of name: NetworkClass, in box: PixelBox) -> Plane<Float> {
    switch (name, answer) {
    case (.bone, _): bone.cropped(to: box)
    case (.mineralisation, _): mineral.cropped(to: box)
    case (_, .network(let answer)): answer.probabilities(of: name, in: box)
    case (_, .planes(let planes)): Self.plane(of: name, planes).cropped(to: box)
    }
  }

  /// Where the probability of `name` reaches `level`.
  func mask(of name: NetworkClass, reaching level: Float) -> Mask {
    switch (name, answer) {
    case (.bone, _): bone.reaching(level)
    case (.mineralisation, _): mineral.reaching(level)
    case (_, .network(let answer)): answer.mask(of: name, reaching: level, width: image.width, height: image.height)
    case (_, .planes(let planes)): Self.plane(of: name, planes).reaching(level)
    }
  }

  private static func plane(of name: NetworkClass, _ planes: [Plane<Float>]) -> Plane<Float> {
    for (index, other) in NetworkClass.allCases.enumerated() where other == name { return planes[index] }
    preconditionFailure("No plane of \(name)")
  }
}
