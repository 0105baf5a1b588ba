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

/// The bone nearest to lesion `id`: in its neighbourhood `place`, whose `outline` and edge of `bones` are known, or else looked
/// for in ever wider surroundings until it is certain.
func nearestBone(
  to id: Int, lesionBox: PixelBox, segmentation: Segmentation, place: LesionNeighbourhood, outline: LesionOutline,
  bones: BoneEdge, margin: Double
) -> NearestBone? {
  guard !segmentation.bones.bones.isEmpty else { return nil }
  let labels = segmentation.bones.labels
  if let near = nearest(of: bones, to: outline), near.distance <= margin || place.box.covers(labels) {
    return near.named(segmentation.bones)
  }
  var margin = 2 * margin
  while true {
    let box = lesionBox.grown(
      place.scale.columns(margin), place.scale.rows(margin), within: labels.width, labels.height)
    let lesion = segmentation.lesions.labels.mask(of: id, in: box)
    let bones = BoneEdge(of: labels.painted(in: box, without: lesion), scale: place.scale)
    let best = nearest(of: bones, to: LesionOutline(of: lesion, scale: place.scale))
    if let best, best.distance <= margin || box.covers(labels) { return best.named(segmentation.bones) }
    if box.covers(labels) { return nil }
    margin *= 2
  }
}

/// The nearest of `bones`, without its name.
private func nearest(of bones: BoneEdge, to outline: LesionOutline) -> NearestBone? {
  // A few pieces first: how far they lie tells that most of the others lie farther than the nearest.
  var anchors = Anchors()
  var bound = Double.infinity
  for i in stride(from: 0, to: outline.sites.count, by: max(1, outline.sites.count / 32)) {
    let edge = outline.sites[i]
    guard let distance = bones.nearest(to: edge, within: .infinity)?.distance else { return nil }
    anchors.add(Point(edge.x, edge.y), distance: distance)
    bound = min(bound, distance)
  }
  var best: NearestBone?
  for edge in outline.sites where !anchors.exclude(Point(edge.x, edge.y), closerThan: bound) {
    // A trace beyond the bound, so that rounding cuts nothing off.
    let limit = best?.distance ?? bound * 1.000_001
    guard let (bone, distance) = bones.nearest(to: edge, within: limit) else { continue }
    if distance < best?.distance ?? .infinity {
      best = NearestBone(label: Int(bone.label), name: "bone", distance: distance)
    }
  }
  return best
}

extension NearestBone {
  /// The same with the name that the bone has among `bones`.
  fileprivate func named(_ bones: BoneMap) -> NearestBone {
    var result = self
    result.name = bones.bones.first { $0.label == label }?.name ?? "bone"
    return result
  }
}

extension PixelBox {
  /// Whether it is all of `labels`.
  fileprivate func covers(_ labels: LabelMap) -> Bool { width == labels.width && height == labels.height }
}
