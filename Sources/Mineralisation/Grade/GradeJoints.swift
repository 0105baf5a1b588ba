package import Raster

/// Grades each joint and the image as a whole.
///
/// A lesion belongs to the joint whose two bones are nearest to it, one with a bone that it grows from first; it must
/// lie within ``JointSite/reachMM`` of both bones. Lesions away from every joint (along a shaft) are not about a joint:
/// alone they make the image `I+`.
package func gradeJoints(
  _ segmentation: Segmentation, _ measurements: [LesionMeasurements], spacing: PixelSpacing?, region: String? = nil
) -> (grade: Grade, joints: [Joint]) {
  let scale = GradingScale(spacing: spacing, workingScale: segmentation.workingScale)
  let bones = VisibleBones(segmentation.bones)
  let bodies = lesionBodies(segmentation.lesions, bones: bones, scale: scale, measurements)
  let linked = bodies.map(\.boneLabels).filter { $0.count > 1 }
  let sites = pairJoints(bones, region: region, linked: linked, scale: scale)
  let homes = bodies.map { home(of: $0, among: sites, scale: scale) }
  let joints = sites.indices.map { i in
    let own = bodies.indices.filter { homes[$0] == i }.map { bodies[$0] }
    return joint(sites[i], side: side(of: sites[i], among: sites), bodies: own, bones: bones, measurements, scale)
  }
  let remote = bodies.indices.filter { homes[$0] == nil }.flatMap { bodies[$0].lesionIDs }
  return (imageGrade(joints, remote: remote, boneCount: bones.bones.count), joints)
}

/// The index of the joint that `body` belongs to.
private func home(of body: LesionBody, among sites: [JointSite], scale: GradingScale) -> Int? {
  let origins = Set(body.boneLabels)
  var best: (index: Int, isForeign: Int, distance: Double)?
  for (i, site) in sites.enumerated() {
    // A trace beyond what is asked for, so that rounding cuts nothing off.
    let limit = site.reachMM * 1.000_001
    let ways = [site.outlinesA, site.outlinesB].map {
      body.shortestWay(to: $0, scale: scale, shorterThan: limit)?.length ?? .infinity
    }
    let distance = max(ways[0], ways[1])
    guard distance <= site.reachMM else { continue }
    let isForeign = origins.isDisjoint(with: site.sideA + site.sideB) ? 1 : 0
    if let best, (best.isForeign, best.distance) <= (isForeign, distance) { continue }
    best = (i, isForeign, distance)
  }
  return best?.index
}

/// Which of several joints of one name it is, seen on the screen.
private func side(of site: JointSite, among sites: [JointSite]) -> Joint.Side {
  let peers = sites.filter { $0.name == site.name }.map(\.place.x)
  guard peers.count > 1 else { return .single }
  return site.place.x < peers.reduce(0, +) / Double(peers.count) ? .left : .right
}

private func joint(
  _ site: JointSite, side: Joint.Side, bodies: [LesionBody], bones: VisibleBones, _ measurements: [LesionMeasurements],
  _ scale: GradingScale
) -> Joint {
  let judged = bodies.map { JointBody(body: $0, relation: relation(of: $0, to: site, scale: scale)) }
  let labels = site.sideA + site.sideB
  return Joint(
    name: site.name, side: side, boneLabels: labels,
    boneNames: labels.map(bones.name(of:)),
    lesionIDs: bodies.flatMap(\.lesionIDs).sorted(),
    grade: decide(facts(site, judged, bones: bones, measurements, scale)))
}

/// What the decision table asks of a joint.
private func facts(
  _ site: JointSite, _ judged: [JointBody], bones: VisibleBones, _ measurements: [LesionMeasurements],
  _ scale: GradingScale
) -> GradeFacts {
  var facts = GradeFacts(bones: [site.sideA, site.sideB].map { displayName(of: $0.first ?? 0, in: bones) })
  for item in judged {
    switch item.relation {
    case .island: facts.islands += islands(item.body, at: site, measurements, scale)
    case .spur(_, let label):
      facts.spurs += item.body.lesionIDs.map { GradeFacts.Spur(id: $0, bone: displayName(of: label, in: bones)) }
    case .overlappingSpur(_, let label, let covered):
      facts.spurs += item.body.lesionIDs.map {
        GradeFacts.Spur(
          id: $0, bone: displayName(of: label, in: bones), overlappedBone: displayName(of: covered, in: bones))
      }
    case .bridge: facts.bridges += item.body.lesionIDs
    }
  }
  facts.gap = scale.isCalibrated && facts.bridges.isEmpty ? gap(at: site, bodies: judged, scale: scale) : nil
  return facts
}

private func islands(
  _ body: LesionBody, at site: JointSite, _ measurements: [LesionMeasurements], _ scale: GradingScale
) -> [GradeFacts.Island] {
  let ways = [site.outlinesA, site.outlinesB].map { body.shortestWay(to: $0, scale: scale)?.length ?? .infinity }
  let isBetween = scale.isCalibrated && max(ways[0], ways[1]) < decisiveMM
  return body.lesionIDs.map { id in
    let shape = measurements.first { $0.id == id }?.shape
    let pixel = max(scale.x, scale.y)
    return GradeFacts.Island(
      id: id, feretMM: shape?.feretMaxMM, uncertaintyMM: shape?.feretMaxUncertaintyMM ?? pixel, narrowsGap: isBetween)
  }
}

/// The bone's name for the reasons in words; one without a name by its number.
private func displayName(of label: Int, in bones: VisibleBones) -> String {
  let name = bones.name(of: label)
  return name == "bone" ? "bone \(label)" : name
}
