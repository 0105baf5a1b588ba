import Raster

/// Lesions that touch one another: one continuous mineral path, with all its contacts to bone.
struct LesionBody: Sendable {
  /// The ids of the lesions, ascending.
  let lesionIDs: [Int]
  /// Their outlines.
  let outlines: [Outline]
  /// Where they touch bone; several for one bone where several of them touch it.
  let contacts: [BoneContact]

  /// The labels of the bones that it touches, ascending.
  var boneLabels: [Int] { Array(Set(contacts.map(\.boneLabel))).sorted() }

  /// The shortest way to any of `others`, if it is shorter than `limit`.
  func shortestWay(
    to others: [Outline], scale: GradingScale, shorterThan limit: Double = .infinity
  ) -> ShortestWay? {
    var best: ShortestWay?
    for own in outlines {
      for other in others {
        let bound = best?.length ?? limit
        if let way = own.shortestWay(to: other, scale: scale, shorterThan: bound) { best = way }
      }
    }
    return best
  }
}

/// Joins lesions whose pixels touch (sides or corners) into bodies, in the order of their first lesion.
///
/// What the grey values say of a lesion goes before the masks: one with a lucent line to bone has no contact, however near
/// the masks lie; one that grows from a bone has, where the masks leave up to 1 mm between.
func lesionBodies(
  _ lesions: LesionMap, bones: VisibleBones, scale: GradingScale, _ measurements: [LesionMeasurements]
) -> [LesionBody] {
  let boxes = lesions.labels.boundingBoxes
  let ids = boxes.indices.filter { boxes[$0] != nil }.map { $0 + 1 }
  let outlines = ids.map { id in
    Outline(of: id, in: lesions.labels, box: boxes[id - 1] ?? PixelBox(width: 0, height: 0))
  }
  let groups = touchingGroups(outlines, within: lesions.labels)
  return groups.map { members in
    LesionBody(
      lesionIDs: members.map { ids[$0] }, outlines: members.map { outlines[$0] },
      contacts: members.flatMap { member in
        let own = measurements.first { $0.id == ids[member] }
        guard own?.cleft.attachment != .cleft else { return [BoneContact]() }
        return boneContacts(
          of: outlines[member], bones: bones, scale: scale, grownFrom: own?.form.originBoneLabels ?? [])
      })
  }
}

/// The indices of the outlines that hang together, each group ascending.
private func touchingGroups(_ outlines: [Outline], within labels: LabelMap) -> [[Int]] {
  let pixels = GradingScale(spacing: nil, workingScale: 1)
  var parent = Array(outlines.indices)
  func root(_ node: Int) -> Int {
    var node = node
    while parent[node] != node { node = parent[node] }
    return node
  }
  for i in outlines.indices {
    let near = outlines[i].box.grown(1, 1, within: labels.width, labels.height)
    for j in outlines.indices where j > i && root(i) != root(j) && !near.intersection(outlines[j].box).isEmpty {
      if outlines[i].shortestWay(to: outlines[j], scale: pixels, shorterThan: BoneContact.reachPixels) != nil {
        let (low, high) = (min(root(i), root(j)), max(root(i), root(j)))
        parent[high] = low
      }
    }
  }
  return outlines.indices.filter { root($0) == $0 }.map { first in outlines.indices.filter { root($0) == first } }
}
