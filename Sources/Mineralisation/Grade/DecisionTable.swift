import Raster

/// Brooker's class and Della Valle's grade of one joint: the published table, row by row.
///
/// | case | Brooker | Della Valle |
/// |---|---|---|
/// | no lesion | 0 | A |
/// | islands only, all under 10 mm long | I | A |
/// | islands only, one at least 10 mm | I | B |
/// | spurs, gap of at least 10 mm | II | B |
/// | spurs, gap under 10 mm, or a spur over the other bone | III | C |
/// | bridge | IV | C |
///
/// The highest case found applies. Where millimetres decide and none are known, and where no two opposing bones are
/// known, the grade says what can be told and ``Grade/basis`` why not more.
package func decide(_ facts: GradeFacts) -> Grade {
  if facts.islands.isEmpty && facts.spurs.isEmpty && facts.bridges.isEmpty {
    return Grade(brooker: Grade.Brooker.none, dellaValle: .a, basis: "no lesion")
  }
  if facts.bones.count < 2 { return atLeastOne(facts) }
  if !facts.bridges.isEmpty { return bridge(facts) }
  if !facts.spurs.isEmpty { return spurs(facts) }
  return islands(facts)
}

/// The length at which both schemes change their answer.
let decisiveMM = 10.0

/// Whether `mm` reaches 10 mm; the last bits of a product of pixels and spacing do not decide.
private func isDecisive(_ mm: Double) -> Bool { mm >= decisiveMM - 1e-9 }

/// Whether 10 mm lies within the uncertainty of `mm`.
private func isBorderline(_ mm: Double, _ uncertainty: Double) -> Bool {
  abs(mm - decisiveMM) <= uncertainty + 1e-9
}

private func atLeastOne(_ facts: GradeFacts) -> Grade {
  let ids = facts.islands.map(\.id) + facts.spurs.map(\.id) + facts.bridges
  return Grade(
    brooker: .atLeastOne, dellaValle: nil,
    basis: "\(lesions(ids)) present, but \(facts.missingBones): classes II to IV cannot be told")
}

private func bridge(_ facts: GradeFacts) -> Grade {
  Grade(
    brooker: .four, dellaValle: .c,
    basis: "continuous mineral path between \(facts.bones.joined(separator: " and ")) (\(lesions(facts.bridges)))")
}

private func spurs(_ facts: GradeFacts) -> Grade {
  let roots = spurWords(facts)
  if let spur = facts.spurs.first(where: { $0.overlappedBone != nil }) {
    return Grade(
      brooker: .three, dellaValle: .c, gapMM: facts.gap?.mm, gapUncertaintyMM: facts.gap?.uncertaintyMM,
      basis: "\(roots); overlap: lesion \(spur.id) covers the \(spur.overlappedBone ?? "other bone") in projection"
        + " without a continuous path", gapSegment: facts.gap?.segment)
  }
  guard let gap = facts.gap else {
    return Grade(
      brooker: nil, dellaValle: nil, basis: "\(roots); II or III: no pixel spacing, so the gap cannot be told in mm")
  }
  let isWide = isDecisive(gap.mm)
  let isNear = isBorderline(gap.mm, gap.uncertaintyMM)
  var basis = "\(roots); gap \(words(gap.mm, gap.uncertaintyMM)), \(isWide ? "at least" : "under") 10 mm"
  if isNear { basis += "; borderline: 10 mm lies within the uncertainty" }
  basis += narrowing(facts)
  return Grade(
    brooker: isWide ? .two : .three, dellaValle: isWide ? .b : .c, gapMM: gap.mm, gapUncertaintyMM: gap.uncertaintyMM,
    borderline: isNear, basis: basis, gapSegment: gap.segment)
}

private func islands(_ facts: GradeFacts) -> Grade {
  let ids = lesions(facts.islands.map(\.id))
  let lengths = facts.islands.compactMap(\.feretMM)
  guard lengths.count == facts.islands.count,
    let longest = facts.islands.max(by: { ($0.feretMM ?? 0) < ($1.feretMM ?? 0) }), let length = longest.feretMM
  else {
    return Grade(
      brooker: .one, dellaValle: nil,
      basis: "islands only (\(ids)); A or B: no pixel spacing, so their length cannot be told in mm\(narrowing(facts))")
  }
  let isLong = isDecisive(length)
  let isNear = facts.islands.contains { isBorderline($0.feretMM ?? 0, $0.uncertaintyMM) } && !isClearlyLong(facts)
  var basis =
    "islands only (\(ids)); longest \(words(length, longest.uncertaintyMM)), \(isLong ? "at least" : "under") 10 mm"
  if isNear { basis += "; borderline for Della Valle: 10 mm lies within the uncertainty of an island's length" }
  basis += narrowing(facts)
  return Grade(brooker: .one, dellaValle: isLong ? .b : .a, borderline: isNear, basis: basis)
}

/// Whether an island is longer than 10 mm beyond its uncertainty, so that no other island's length matters.
private func isClearlyLong(_ facts: GradeFacts) -> Bool {
  facts.islands.contains { ($0.feretMM ?? 0) - $0.uncertaintyMM > decisiveMM + 1e-9 }
}
