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
  private let planes: [Plane<Float>]

  /// Asks `network` about `image`, in which bone is bright.
  init(_ image: Plane<Float>, network: Network = .embedded) {
    let input = NetworkInput(image, multiple: network.multiple)
    let logits = network.logits(of: input.planes)
    let table = network.probabilities.map { Float($0) / 65535 }
    self.image = input.normalised
    planes = NetworkClass.allCases.map { name in
      guard let channel = network.classes.firstIndex(of: name.rawValue) else {
        return Plane(width: image.width, height: image.height, repeating: name == .field ? 1 : 0)
      }
      var plane = Plane<Float>(width: image.width, height: image.height, repeating: 0)
      let values = logits.values.span
      let lookup = table.span
      plane.withMutableSamples { samples in
        for y in 0..<image.height {
          let from = (channel * logits.height + y) * logits.width
          let to = y * image.width
          for x in 0..<image.width { samples[to &+ x] = lookup[Int(values[from &+ x]) &+ network.logitLimit] }
        }
      }
      return plane
    }
  }

  /// Proposals from elsewhere, in the order of the classes.
  package init(image: Plane<Float>, planes: [Plane<Float>]) {
    precondition(planes.count == NetworkClass.allCases.count, "A plane for each class")
    self.image = image
    self.planes = planes
  }

  /// The probability of `name`.
  package subscript(name: NetworkClass) -> Plane<Float> {
    for (index, other) in NetworkClass.allCases.enumerated() where other == name { return planes[index] }
    preconditionFailure("No plane of \(name)")
  }
}
