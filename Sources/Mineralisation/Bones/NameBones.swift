internal import Raster
internal import RasterKernels

/// Takes names away that a radiograph does not support: the network was taught bones from hip to ankle, and calls others
/// after the one that they resemble.
struct BoneNames {
  /// The image's pitch.
  let image: WorkingImage
  /// The body region that the user stated.
  let region: String?

  /// Regions without any of the bones that have a name.
  static let elsewhere: Set<String> = [
    "arm", "cervical", "chest", "elbow", "finger", "foot", "forearm", "hand", "humerus", "shoulder", "skull", "spine",
    "thorax", "wrist",
  ]

  /// `parts`, those called `bone` whose name is not supported.
  ///
  /// No name stands in a stated region that has none of these bones. A pelvis, a femur or a tibia covers 1,000 mm² at
  /// least, or reaches the image's border, and a pelvis has a femur within 15 mm: a scapula has not.
  func supported(_ parts: [BoneFinder.Part]) -> [BoneFinder.Part] {
    guard region.map({ !Self.elsewhere.contains($0.lowercased()) }) ?? true else { return parts.map(nameless) }
    var result = parts.map { part in isLarge(part) ? part : nameless(part) }
    let femurs = result.filter { $0.name == NetworkClass.femur.rawValue }.map(\.mask)
    let near = femurs.reduce(Mask(width: image.width, height: image.height)) { $0.union($1) }
    let around = dilated(near, radius: 15, spacingX: image.pitchX, spacingY: image.pitchY)
    for (i, part) in result.enumerated() where part.name == NetworkClass.pelvis.rawValue {
      if part.mask.intersection(around).isEmpty { result[i] = nameless(part) }
    }
    return result
  }

  private func nameless(_ part: BoneFinder.Part) -> BoneFinder.Part {
    var part = part
    part.name = NetworkClass.bone.rawValue
    return part
  }

  private func isLarge(_ part: BoneFinder.Part) -> Bool {
    let needsSize = [NetworkClass.pelvis, .femur, .tibia].map(\.rawValue).contains(part.name)
    guard needsSize, let box = part.mask.boundingBox else { return true }
    let atBorder = box.x == 0 || box.y == 0 || box.endX == image.width || box.endY == image.height
    return atBorder || Double(part.mask.count) * image.pixelArea >= 1000
  }
}
