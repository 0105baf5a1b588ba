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
  /// The share of which it is sure that it is bone.
  private let sure: Double

  /// These shares.
  package init(bone: Double, name: Double, sure: Double) {
    self.bone = bone
    self.name = name
    self.sure = sure
  }

  /// What `proposals` leave undecided.
  init(_ proposals: Proposals) {
    let bone = proposals.certainty(of: [.bone])
    let share = { (count: Int) in Double(count) / Double(proposals.width * proposals.height) }
    self.init(
      bone: share(bone.undecided), name: share(proposals.certainty(of: NetworkClass.namedBones).undecided),
      sure: share(bone.sure))
  }

  /// Whether it is enough for another scale to be thought of.
  package var isLarge: Bool { bone > Self.leastBone || name > Self.leastName }

  /// Whether a scale that leaves `rest` is clearly better: less is undecided there, and not because the bone has gone.
  package func isLifted(by rest: ScaleDoubt) -> Bool {
    guard rest.sure >= 0.5 * sure else { return false }
    return bone > Self.leastBone && rest.bone < 0.9 * bone || name > Self.leastName && rest.name < 0.75 * name
  }
}

extension Proposals {
  /// The number of pixels that are likely one of `classes`, of which there is one at least: `sure` at 0.9, `undecided` at 0.1 or more, but less than that.
  func certainty(of classes: [NetworkClass]) -> (sure: Int, undecided: Int) {
    let count = { (probability: Float) in
      let masks = classes.map { mask(of: $0, reaching: probability) }
      return masks.dropFirst().reduce(masks[0]) { $0.union($1) }.count
    }
    let sure = count(0.9)
    return (sure, count(0.1) - sure)
  }
}
