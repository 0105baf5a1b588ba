import Raster

/// The bone nearest to a lesion.
struct NearestBone: Equatable {
  /// Its label in the bone map.
  var label: Int
  /// Its name.
  var name: String
  /// From the lesion's edge to bone's edge in millimetres; 0 where they touch.
  var distance: Double
}

/// The bone nearest to lesion `id`, looked for in ever wider surroundings until it is certain.
func nearestBone(
  to id: Int, lesionBox: PixelBox, segmentation: Segmentation, scale: ImageScale
) -> NearestBone? {
  guard !segmentation.bones.bones.isEmpty else { return nil }
  var margin = FacingEdge.reach
  while true {
    let labels = segmentation.bones.labels
    let box = lesionBox.grown(scale.columns(margin), scale.rows(margin), within: labels.width, labels.height)
    let lesion = segmentation.lesions.labels.mask(of: id, in: box)
    let bones = BoneEdge(of: labels.painted(in: box, without: lesion), scale: scale)
    var best: NearestBone?
    for edge in LesionOutline(of: lesion, scale: scale).sites {
      guard let (bone, distance) = bones.nearest(to: edge, within: best?.distance ?? .infinity) else { continue }
      if distance < best?.distance ?? .infinity {
        best = NearestBone(label: Int(bone.label), name: "bone", distance: distance)
      }
    }
    let whole = box.width == labels.width && box.height == labels.height
    if var best, best.distance <= margin || whole {
      best.name = segmentation.bones.bones.first { $0.label == best.label }?.name ?? "bone"
      return best
    }
    if whole { return nil }
    margin *= 2
  }
}
