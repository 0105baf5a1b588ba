import Raster
import RasterKernels

/// The bones as grading takes them: of segmented bones only what the label map shows of each, without scraps.
///
/// Where a network answers for two bones at once over a wide stretch, the whole masks would make a spur of one bone touch
/// the other; the label map gives every place to one bone. Pieces under a tenth of a bone's largest one are left
/// out. Given bones are taken as they are.
struct VisibleBones: Sendable {
  /// A bone, as runs.
  struct Bone: Sendable {
    /// Its label in the bone map.
    let label: Int
    /// Its name.
    let name: String
    /// Its pixels inside ``box``, label 1.
    let region: LabelMap
    /// Where ``region`` lies in the radiograph.
    let box: PixelBox
  }

  /// The bones in the order of their labels.
  let bones: [Bone]
  /// Whether the user gave them.
  let given: Bool

  init(_ map: BoneMap) {
    given = map.given
    bones = map.bones.compactMap { bone in
      let region = map.given ? bone.region : mainPieces(of: map.labels.region(of: bone.label, in: bone.box))
      return region.runs.isEmpty ? nil : Bone(label: bone.label, name: bone.name, region: region, box: bone.box)
    }
  }

  /// The name of bone `label`.
  func name(of label: Int) -> String { bones.first { $0.label == label }?.name ?? "bone" }
}

/// The pieces of at least a tenth of the largest one's size.
private func mainPieces(of region: LabelMap) -> LabelMap {
  let pieces = labelComponents(ofForegroundOf: region)
  guard pieces.count > 1 else { return region }
  let sizes = pieces.pixelCounts.dropFirst()
  let least = (sizes.max() ?? 0) / 10
  return pieces.relabelled([0] + sizes.map { $0 >= least ? 1 : 0 }, count: 1)
}
