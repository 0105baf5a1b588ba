internal import Raster
internal import RasterKernels

/// Takes the names of the lower leg away where no lower leg is to be seen: part of a femur's shaft looks like a tibia.
struct LowerLegNames {
  /// The image's pitch.
  let image: WorkingImage
  /// Everything that is bone.
  let bone: Mask

  /// The share of its edge along which a fibula may border on other bone to stand off from it: its head does, its shaft does
  /// not, unless one is seen in front of the other.
  static let fibulaContact = 0.5
  /// The share of its edge along which a tibia may border on the femur.
  static let tibiaContact = 0.2
  /// How far from a tibia its fibula may lie, in mm.
  static let fibulaReach = 20.0
  /// How far from a tibia its patella may lie, in mm.
  static let patellaReach = 30.0

  /// `parts` without tibias, fibulas and patellas that stand for something else.
  ///
  /// A tibia has a patella near by, or a fibula that stands off from other bone, and does not run on from the femur. A
  /// patella is kept beside such a tibia, a fibula too: beside one without a patella if it stands off.
  func supported(_ parts: [BonePart]) -> [BonePart] {
    let named = [NetworkClass.tibia, .fibula, .patella].map(\.rawValue)
    guard parts.contains(where: { named.contains($0.name) }) else { return parts }
    let masks = parts.map { PlacedMask(mask: $0.mask, box: $0.box).laid(in: image.box) }
    func all(_ name: NetworkClass) -> [Int] { parts.indices.filter { parts[$0].name == name.rawValue } }
    func isNear(_ index: Int, _ others: [Int], _ reach: Double) -> Bool {
      guard !others.isEmpty else { return false }
      let around = dilated(masks[index], radius: reach, spacingX: image.pitchX, spacingY: image.pitchY)
      return others.contains { !around.intersection(masks[$0]).isEmpty }
    }
    let femur = all(.femur).reduce(Mask(width: image.width, height: image.height)) { $0.union(masks[$1]) }
    let separate = all(.tibia).filter { contact(of: masks[$0], with: femur) <= Self.tibiaContact }
    let patellas = all(.patella)
    let knees = separate.filter { isNear($0, patellas, Self.patellaReach) }
    let free = all(.fibula).filter { contact(of: masks[$0], with: bone.subtracting(masks[$0])) <= Self.fibulaContact }
    let shins = separate.filter { knees.contains($0) || isNear($0, free, Self.fibulaReach) }
    return parts.indices.filter { index in
      switch parts[index].name {
      case NetworkClass.tibia.rawValue: shins.contains(index)
      case NetworkClass.fibula.rawValue: isNear(index, free.contains(index) ? shins : knees, Self.fibulaReach)
      case NetworkClass.patella.rawValue: isNear(index, knees, Self.patellaReach)
      default: true
      }
    }.map { parts[$0] }
  }

  /// The share of the edge of `mask` that borders on `other` or lies in it.
  private func contact(of mask: Mask, with other: Mask) -> Double {
    let edge = mask.subtracting(eroded(mask, radius: 1.01))
    return Double(edge.intersection(dilated(other, radius: 1.01)).count) / Double(max(edge.count, 1))
  }
}
