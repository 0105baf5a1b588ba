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
    func all(_ name: NetworkClass) -> [Int] { parts.indices.filter { parts[$0].name == name.rawValue } }
    var known: [Surroundings: PlacedMask] = [:]
    func around(_ index: Int, _ reach: Double) -> PlacedMask {
      let key = Surroundings(part: index, reach: reach)
      let mask = known[key] ?? self.around(parts[index], reach)
      known[key] = mask
      return mask
    }
    func isNear(_ index: Int, _ others: [Int], _ reach: Double) -> Bool {
      let box = surroundings(of: parts[index], reach)
      return others.contains { box.meets(parts[$0].box) && meets(around(index, reach), parts[$0]) }
    }
    let femurs = all(.femur).map { parts[$0] }
    let separate = all(.tibia).filter { tibia in
      contact(of: parts[tibia]) { united(femurs, in: $0) } <= Self.tibiaContact
    }
    let patellas = all(.patella)
    let knees = separate.filter { isNear($0, patellas, Self.patellaReach) }
    let free = all(.fibula).filter { fibula in
      contact(of: parts[fibula]) { bone.cropped(to: $0).subtracting(parts[fibula].placed.laid(in: $0)) }
        <= Self.fibulaContact
    }
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

  /// What lies within `reach` mm of `part`.
  private func around(_ part: BonePart, _ reach: Double) -> PlacedMask {
    let box = surroundings(of: part, reach)
    return PlacedMask(
      mask: dilated(part.placed.laid(in: box), radius: reach, spacingX: image.pitchX, spacingY: image.pitchY), box: box)
  }

  /// The box of what lies within `reach` mm of `part`.
  private func surroundings(of part: BonePart, _ reach: Double) -> PixelBox {
    part.box.grown(
      Int((reach / image.pitchX).rounded(.up)), Int((reach / image.pitchY).rounded(.up)), within: image.width,
      image.height)
  }

  private func meets(_ around: PlacedMask, _ part: BonePart) -> Bool {
    let shared = around.box.intersection(part.box)
    return !around.laid(in: shared).intersection(part.placed.laid(in: shared)).isEmpty
  }

  /// The share of the edge of `part` that borders on what `other` returns of a box, or lies in it.
  private func contact(of part: BonePart, with other: (PixelBox) -> Mask) -> Double {
    let box = part.box.grown(2, 2, within: image.width, image.height)
    let mask = part.placed.laid(in: box)
    let edge = mask.subtracting(eroded(mask, radius: 1.01))
    return Double(edge.intersection(dilated(other(box), radius: 1.01)).count) / Double(max(edge.count, 1))
  }
}

/// What lies around a part.
private struct Surroundings: Hashable {
  let part: Int
  let reach: Double
}

/// The pixels of all `parts` inside `box`.
private func united(_ parts: [BonePart], in box: PixelBox) -> Mask {
  parts.reduce(Mask(width: box.width, height: box.height)) { $0.union($1.placed.laid(in: box)) }
}

extension PixelBox {
  /// Whether both have a pixel in common.
  fileprivate func meets(_ other: PixelBox) -> Bool {
    let shared = intersection(other)
    return shared.width > 0 && shared.height > 0
  }
}
