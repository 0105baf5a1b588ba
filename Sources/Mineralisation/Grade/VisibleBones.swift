import Raster
import RasterKernels

/// The bones as grading takes them: of segmented bones only what the label map shows of each, without scraps.
///
/// Where a network answers for two bones at once over a wide stretch, the whole masks would make a spur of one bone touch
/// the other; the label map gives every place to one bone. Pieces under a tenth of a bone's largest one are left
/// out. Given bones are taken as they are.
func visibleBones(_ bones: BoneMap) -> BoneMap {
  guard !bones.given else { return bones }
  return BoneMap(
    labels: bones.labels,
    bones: bones.bones.compactMap { bone in
      guard let main = mainPieces(of: bones.labels.mask(of: bone.label, in: bone.box)) else { return nil }
      return BoneMap.Bone(label: bone.label, name: bone.name, mask: main, box: bone.box)
    }, given: false)
}

/// The pieces of at least a tenth of the largest one's size; `nil` of nothing.
private func mainPieces(of mask: Mask) -> Mask? {
  let pieces = labelComponents(of: mask)
  guard pieces.count > 1 else { return pieces.count == 1 ? mask : nil }
  let sizes = pieces.pixelCounts
  let least = (sizes.dropFirst().max() ?? 0) / 10
  return pieces.mask(keeping: sizes.map { $0 >= least })
}
