import Raster

/// Two bones, or groups of bones, that face each other.
struct JointSite: Sendable {
  /// `hip`, `knee` or `joint`.
  let name: String
  /// The labels of the bones of one side; the first is the one that names it.
  let sideA: [Int]
  /// The labels of the other side's bones.
  let sideB: [Int]
  /// The outlines of ``sideA``.
  let outlinesA: [Outline]
  /// The outlines of ``sideB``.
  let outlinesB: [Outline]
  /// The middle of the shortest way between the two sides.
  let place: Point

  /// How far a lesion may lie from either bone and still be about this joint.
  ///
  /// Brooker's classes are about the soft tissues of the hip, which reach from the ilium to the proximal femur.
  var reachMM: Double { name == "hip" ? 100 : 60 }
}

/// A bone as joints see it: fragments of one bone together.
private struct BoneGroup {
  let name: String
  let labels: [Int]
  let outlines: [Outline]
  /// The area in square millimetres of the scale.
  let area: Double

  /// This bone and a piece of it.
  func joined(with piece: BoneGroup) -> BoneGroup {
    BoneGroup(
      name: name, labels: labels + piece.labels, outlines: outlines + piece.outlines, area: area + piece.area)
  }

  func way(to other: BoneGroup, scale: GradingScale, shorterThan limit: Double) -> ShortestWay? {
    var best: ShortestWay?
    for own in outlines {
      for theirs in other.outlines {
        let bound = best?.length ?? limit
        if let way = own.shortestWay(to: theirs, scale: scale, shorterThan: bound) { best = way }
      }
    }
    return best
  }
}

/// Two bones farther apart than this do not face each other in a joint.
private let facingMM = 25.0
/// Pieces of equal name nearer than this are one bone that the segmentation broke.
private let fragmentMM = 10.0
/// A segmented piece without a name nearer than this to a named bone is part of it.
private let unnamedFragmentMM = 3.0
/// Beside named bones, a segmented piece without a name makes a joint from this area on: smaller ones are scraps.
private let smallestUnnamedMM2 = 500.0

/// Pairs the bones into joints, from left to right.
///
/// Hip: a femur with the pelvis within 25 mm (two femora with one pelvis are two hips). Knee: a femur with the tibia
/// within 25 mm, the patella on the femur's side, the fibula on the tibia's. Any other two bones within 25 mm of each
/// other are a `joint`, which `region` names where it is `hip` or `knee` and the bones have no names. Where `region` says
/// hip or knee and the image shows just the two bones, they are that joint however far apart they lie; and two bones that
/// a lesion links (`linked`, pairs of labels) face each other across it.
func pairJoints(_ bones: VisibleBones, region: String?, linked: [[Int]] = [], scale: GradingScale) -> [JointSite] {
  let groups = boneGroups(bones, region: region, scale: scale)
  var joints: [JointSite] = []
  var taken = Set<Int>()
  for femur in groups.indices where groups[femur].name == "femur" {
    let limit = region == "hip" && groups.count == 2 ? Double.infinity : facingMM
    if let pelvis = nearest("pelvis", to: femur, in: groups, scale: scale, within: limit) {
      joints.append(site("hip", [groups[pelvis.index]], [groups[femur]], pelvis.way))
    }
    guard let tibia = nearest("tibia", to: femur, in: groups, scale: scale) else { continue }
    let patellae = companions("patella", of: femur, peers: "femur", in: groups, scale: scale)
    let fibulae = companions("fibula", of: tibia.index, peers: "tibia", in: groups, scale: scale)
    taken.formUnion(patellae + fibulae)
    joints.append(
      site(
        "knee", [groups[femur]] + patellae.map { groups[$0] }, [groups[tibia.index]] + fibulae.map { groups[$0] },
        tibia.way))
  }
  joints += otherJoints(groups, taken: taken, region: region, linked: linked, scale: scale)
  return joints.enumerated()
    .sorted {
      ($0.element.place.x, $0.element.place.y, $0.offset) < ($1.element.place.x, $1.element.place.y, $1.offset)
    }
    .map(\.element)
}

private func otherJoints(
  _ groups: [BoneGroup], taken: Set<Int>, region: String?, linked: [[Int]], scale: GradingScale
) -> [JointSite] {
  let named = [["pelvis", "femur"], ["femur", "tibia"]]
  let isRegion = region == "hip" || region == "knee"
  var joints: [JointSite] = []
  for i in groups.indices where !taken.contains(i) {
    for j in groups.indices where j > i && !taken.contains(j) {
      let names = [groups[i].name, groups[j].name]
      let isKnown = names != ["bone", "bone"]
      if isKnown && (names[0] == names[1] || named.contains(names) || named.contains(names.reversed())) { continue }
      let isLinked = linked.contains { pair in
        pair.contains(where: groups[i].labels.contains) && pair.contains(where: groups[j].labels.contains)
      }
      let limit = isLinked || (!isKnown && isRegion && groups.count == 2) ? Double.infinity : facingMM
      guard let way = groups[i].way(to: groups[j], scale: scale, shorterThan: limit) else { continue }
      let ofRegion = !isKnown && isRegion ? region : nil
      joints.append(site(ofRegion ?? "joint", [groups[i]], [groups[j]], way))
    }
  }
  return joints
}

private func site(_ name: String, _ a: [BoneGroup], _ b: [BoneGroup], _ way: ShortestWay) -> JointSite {
  JointSite(
    name: name, sideA: a.flatMap(\.labels), sideB: b.flatMap(\.labels), outlinesA: a.flatMap(\.outlines),
    outlinesB: b.flatMap(\.outlines),
    place: Point((way.start.x + way.end.x) / 2, (way.start.y + way.end.y) / 2))
}

/// The group of that name nearest to group `index`, within `limit`.
private func nearest(
  _ name: String, to index: Int, in groups: [BoneGroup], scale: GradingScale, within limit: Double = facingMM
) -> (index: Int, way: ShortestWay)? {
  var best: (index: Int, way: ShortestWay)?
  for other in groups.indices where groups[other].name == name {
    let bound = best?.way.length ?? limit
    if let way = groups[index].way(to: groups[other], scale: scale, shorterThan: bound) { best = (other, way) }
  }
  return best
}

/// The groups of that name that have group `index` as the nearest of its `peers`, within 25 mm.
private func companions(
  _ name: String, of index: Int, peers: String, in groups: [BoneGroup], scale: GradingScale
) -> [Int] {
  groups.indices.filter { groups[$0].name == name && nearest(peers, to: $0, in: groups, scale: scale)?.index == index }
}

/// The bones, fragments of one named bone together; for a knee whose bones have no names, the two largest with the
/// smaller ones (patella, fibula) beside them.
private func boneGroups(_ bones: VisibleBones, region: String?, scale: GradingScale) -> [BoneGroup] {
  var groups = bones.bones.map {
    BoneGroup(
      name: $0.name, labels: [$0.label], outlines: [Outline(of: $0.region, at: $0.box)],
      area: Double($0.region.pixelCounts[1]) * scale.x * scale.y)
  }
  if region == "knee", (3...4).contains(groups.count), groups.allSatisfy({ $0.name == "bone" }) {
    return kneeGroups(groups, scale: scale)
  }
  var i = 0
  while i < groups.count {
    let partner = groups.indices.first { j in
      j > i && groups[i].name == groups[j].name && groups[i].name != "bone"
        && groups[i].way(to: groups[j], scale: scale, shorterThan: fragmentMM) != nil
    }
    guard let partner else {
      i += 1
      continue
    }
    groups[i] = groups[i].joined(with: groups.remove(at: partner))
  }
  return bones.given ? groups : withoutScraps(groups, scale: scale)
}

/// Segmented bones with the nameless pieces beside them taken in, and nameless scraps left out.
private func withoutScraps(_ groups: [BoneGroup], scale: GradingScale) -> [BoneGroup] {
  let named = groups.filter { $0.name != "bone" }
  guard !named.isEmpty else { return groups }
  var whole = named
  var others: [BoneGroup] = []
  for piece in groups where piece.name == "bone" {
    var best: (index: Int, length: Double)?
    for i in named.indices {
      let limit = best?.length ?? unnamedFragmentMM
      if let way = named[i].way(to: piece, scale: scale, shorterThan: limit) { best = (i, way.length) }
    }
    if let best {
      whole[best.index] = whole[best.index].joined(with: piece)
    } else if piece.area >= smallestUnnamedMM2 {
      others.append(piece)
    }
  }
  return whole + others
}

private func kneeGroups(_ groups: [BoneGroup], scale: GradingScale) -> [BoneGroup] {
  let order = groups.indices.sorted { (groups[$1].area, $0) < (groups[$0].area, $1) }
  var large = order.prefix(2).sorted().map { groups[$0] }
  for small in order.dropFirst(2).sorted() {
    let lengths = large.map { $0.way(to: groups[small], scale: scale, shorterThan: .infinity)?.length ?? .infinity }
    let side = lengths[0] <= lengths[1] ? 0 : 1
    large[side] = large[side].joined(with: groups[small])
  }
  return large
}
