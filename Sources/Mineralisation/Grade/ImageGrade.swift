import Raster

/// The grade of the image: the highest of its joints; lesions away from every joint make it at least `I+`.
func imageGrade(_ joints: [Joint], remote: [Int], boneCount: Int) -> Grade {
  guard var highest = joints.max(by: { rank($0.grade.brooker) < rank($1.grade.brooker) }) else {
    return decide(
      GradeFacts(bones: [], missingBones: whyNoJoint(boneCount), islands: remote.map { .init(id: $0, feretMM: nil) }))
  }
  if joints.count > 1, highest.grade.brooker != Grade.Brooker.none {
    let side = highest.side == .single ? "" : "\(highest.side.rawValue) "
    highest.grade.basis = "\(side)\(highest.name): \(highest.grade.basis)"
  }
  guard !remote.isEmpty else { return highest.grade }
  guard highest.grade.brooker == Grade.Brooker.none else {
    highest.grade.basis += "; \(lesions(remote)) away from every joint, not graded"
    return highest.grade
  }
  return decide(
    GradeFacts(
      bones: [], missingBones: "away from every joint in view",
      islands: remote.map { .init(id: $0, feretMM: nil) }))
}

private func whyNoJoint(_ boneCount: Int) -> String {
  switch boneCount {
  case 0: "no bone is known"
  case 1: "only one bone is known"
  default: "no two known bones face each other within 25 mm"
  }
}

/// The order in which grades count as higher; II or III without a spacing stands between I and III.
private func rank(_ brooker: Grade.Brooker?) -> Int {
  switch brooker {
  case .some(.none): 0
  case .atLeastOne: 1
  case .one: 2
  case nil: 3
  case .two: 4
  case .three: 5
  case .four: 6
  }
}
