internal import Raster

/// What speaks against the scale at which the network saw an image: the shares of the image that it leaves undecided.
///
/// Shown too large, some bone looks like none, and some is sure to be bone, but not which.
package struct ScaleDoubt: Equatable {
  /// What is left of these shares everywhere.
  private static let (leastBone, leastName) = (0.03, 0.02)

  /// The share of which it does not know whether it is bone.
  private let bone: Double
  /// The share of which it does not know whether it is a bone with a name.
  private let name: Double

  /// These shares.
  package init(bone: Double, name: Double) {
    self.bone = bone
    self.name = name
  }

  /// What `proposals` leave undecided of an image of so many pixels.
  init(_ proposals: Proposals, pixels: Int) {
    self.init(
      bone: Double(proposals.undecidedBone) / Double(pixels), name: Double(proposals.undecidedName) / Double(pixels))
  }

  /// Whether it is enough for another scale to be thought of.
  package var isLarge: Bool { bone > Self.leastBone || name > Self.leastName }

  /// Whether a scale that leaves `rest` undecided is clearly better.
  package func isLifted(by rest: ScaleDoubt) -> Bool {
    bone > Self.leastBone && rest.bone < 0.9 * bone || name > Self.leastName && rest.name < 0.75 * name
  }
}

extension Proposals {
  /// The number of pixels of which the likeliest named bone is so.
  fileprivate var undecidedName: Int { named(reaching: 0.1).count - named(reaching: 0.9).count }

  /// Where any of the named bones reaches a probability.
  private func named(reaching probability: Float) -> Mask {
    let masks = NetworkClass.namedBones.map { mask(of: $0, reaching: probability) }
    return masks.dropFirst().reduce(masks[0]) { $0.union($1) }
  }
}
