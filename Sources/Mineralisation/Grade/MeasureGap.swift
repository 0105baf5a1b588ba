import Raster

/// The gap along the shortest way between a spur and the other side, from edge to edge.
///
/// `gap = |way| − p`, where `|way|` leads from pixel centre to pixel centre in millimetres and `p` is the length of one
/// pixel along it: half a pixel belongs to the bone at either end. Never below 0.
/// `uncertainty = √((gap · u)² + p²)` with `u` the relative uncertainty of spacing and magnification together: each of
/// the two edges may be off by about half a pixel either way, and the scale stretches the whole.
func gap(along way: ShortestWay, scale: GradingScale) -> Gap {
  let dx = way.end.x - way.start.x
  let dy = way.end.y - way.start.y
  let pixels = (dx * dx + dy * dy).squareRoot()
  guard pixels > 0 else {
    let pixel = (scale.x * scale.y).squareRoot()
    return Gap(mm: 0, uncertaintyMM: pixel, segment: Segment(way.start, way.end))
  }
  let pixel = way.length / pixels
  let mm = max(0, way.length - pixel)
  let stretch = mm * scale.relativeUncertainty
  let half = min(0.5, pixels / 2) / pixels
  return Gap(
    mm: mm, uncertaintyMM: (stretch * stretch + pixel * pixel).squareRoot(),
    segment: Segment(
      Point(way.start.x + dx * half, way.start.y + dy * half), Point(way.end.x - dx * half, way.end.y - dy * half)))
}

/// A lesion body at a joint, with how it joins the bones.
struct JointBody {
  /// How a body relates to the two sides of a joint.
  enum Relation: Equatable {
    /// Touches neither side.
    case island
    /// Grows from one side (0 or 1) by its bone `boneLabel`.
    case spur(side: Int, boneLabel: Int)
    /// Grows from one side and lies over the other in projection.
    case overlappingSpur(side: Int, boneLabel: Int, coveredLabel: Int)
    /// A continuous path between both.
    case bridge
  }

  /// The body.
  let body: LesionBody
  /// How it joins the bones.
  let relation: Relation
}

extension JointBody {
  /// Contacts nearer than this to the other bone lie where the native bones meet: the joint space is no gap.
  static let nativeJointSpaceMM = 5.0
  /// A lesion that runs farther than this over a bone does not end at its surface: it lies before or behind it.
  static let overlapDepthMM = 5.0
}

/// Judges how `body` joins the two sides of `joint`.
///
/// A body that touches one side only is a spur. One that touches both is a bridge where each contact also lies away from
/// the other side (more than 5 mm, the native joint space): then it spans soft tissue. Where one contact lies only in
/// the corner in which the native bones meet or overlap, touching proves no path: it is a spur, with overlap, of the bone
/// with the longer contact. And a body that ends at the surface of one bone but runs more than 5 mm over the other lies
/// before or behind that one: a spur with overlap, too. A mask drawn over both bones alike does not tell, and counts as a
/// bridge.
func relation(of body: LesionBody, to joint: JointSite, scale: GradingScale) -> JointBody.Relation {
  let sides = [joint.sideA, joint.sideB].map { labels in body.contacts.filter { labels.contains($0.boneLabel) } }
  let lengths = sides.map { $0.reduce(0) { $0 + $1.length } }
  guard lengths[0] > 0 || lengths[1] > 0 else { return .island }
  let runsOver = sides.map { $0.contains { $0.overlap > JointBody.overlapDepthMM } }
  let root = runsOver[0] != runsOver[1] ? (runsOver[0] ? 1 : 0) : (lengths[0] >= lengths[1] ? 0 : 1)
  let rootLabel = sides[root].max { $0.length < $1.length }?.boneLabel ?? 0
  guard lengths[1 - root] > 0 else { return .spur(side: root, boneLabel: rootLabel) }
  let coveredLabel = sides[1 - root].max { $0.length < $1.length }?.boneLabel ?? 0
  let spans = (0...1).allSatisfy { side in
    hasFreeContact(sides[side], awayFrom: side == 0 ? joint.outlinesB : joint.outlinesA, scale: scale)
  }
  return spans && runsOver[0] == runsOver[1]
    ? .bridge : .overlappingSpur(side: root, boneLabel: rootLabel, coveredLabel: coveredLabel)
}

/// Whether at least 1 mm of the contacts lies farther from the other side than the native joint space is wide.
private func hasFreeContact(_ contacts: [BoneContact], awayFrom others: [Outline], scale: GradingScale) -> Bool {
  let limit = JointBody.nativeJointSpaceMM * JointBody.nativeJointSpaceMM
  let side = (scale.x * scale.y).squareRoot()
  var free = 0.0
  for contact in contacts {
    for place in contact.pixels {
      let isNear = others.contains {
        $0.nearest(toX: Int(place.x), y: Int(place.y), scale: scale, closerThan: limit) != nil
      }
      if !isNear { free += side }
      if free >= BoneContact.minimumLengthMM { return true }
    }
  }
  return false
}

/// The shortest gap from the spurs of either side to the other side with its own spurs; `nil` without spurs.
func gap(at joint: JointSite, bodies: [JointBody], scale: GradingScale) -> Gap? {
  func spurs(_ side: Int) -> [LesionBody] {
    bodies.filter {
      switch $0.relation {
      case .spur(let own, _), .overlappingSpur(let own, _, _): own == side
      case .island, .bridge: false
      }
    }.map(\.body)
  }
  let spurA = spurs(0)
  let spurB = spurs(1)
  let ways =
    spurA.compactMap { $0.shortestWay(to: joint.outlinesB + spurB.flatMap(\.outlines), scale: scale) }
    + spurB.compactMap { $0.shortestWay(to: joint.outlinesA, scale: scale) }
  guard let shortest = ways.min(by: { $0.squared < $1.squared }) else { return nil }
  return gap(along: shortest, scale: scale)
}
