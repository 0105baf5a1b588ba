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
  func supported(_ parts: [BonePart]) -> [BonePart] {
    guard region.map({ !Self.elsewhere.contains($0.lowercased()) }) ?? true else { return parts.map(nameless) }
    var result = parts.map { part in isLarge(part) ? part : nameless(part) }
    let pelves = result.indices.filter { result[$0].name == NetworkClass.pelvis.rawValue }
    guard !pelves.isEmpty else { return result }
    let femurs = result.filter { $0.name == NetworkClass.femur.rawValue }.map { ($0.mask, $0.box) }
    let near = LabelMap(width: image.width, height: image.height, layers: femurs).foreground
    let around = dilated(near, radius: 15, spacingX: image.pitchX, spacingY: image.pitchY)
    for i in pelves where result[i].mask.intersection(around.cropped(to: result[i].box)).isEmpty {
      result[i] = nameless(result[i])
    }
    return result
  }

  private func nameless(_ part: BonePart) -> BonePart {
    var part = part
    part.name = NetworkClass.bone.rawValue
    return part
  }

  private func isLarge(_ part: BonePart) -> Bool {
    let needsSize = [NetworkClass.pelvis, .femur, .tibia].map(\.rawValue).contains(part.name)
    guard needsSize, let box = part.placed.extent else { return true }
    let atBorder = box.x == 0 || box.y == 0 || box.endX == image.width || box.endY == image.height
    return atBorder || Double(part.mask.count) * image.pixelArea >= 1000
  }
}
