import Mineralisation
import Raster
import Testing

/// One test per row of the decision table and per ambiguity.
@Suite struct GradeTableTests {
  private let hip = ["pelvis", "femur"]
  private let segment = Segment(Point(0, 0), Point(10, 0))

  private func gap(_ mm: Double, _ uncertainty: Double = 0.1) -> Gap {
    Gap(mm: mm, uncertaintyMM: uncertainty, segment: segment)
  }

  @Test func noLesionIsClassNone() {
    let grade = decide(GradeFacts(bones: hip))
    #expect(grade.brooker == Grade.Brooker.none)
    #expect(grade.dellaValle == .a)
    #expect(grade.gapMM == nil)
    #expect(!grade.borderline)
  }

  @Test func noLesionNeedsNoBones() {
    let grade = decide(GradeFacts(bones: [], missingBones: "no bone is known"))
    #expect(grade.brooker == Grade.Brooker.none)
  }

  @Test func shortIslandsAreClassOneGradeA() {
    let grade = decide(GradeFacts(bones: hip, islands: [.init(id: 1, feretMM: 4), .init(id: 2, feretMM: 9.8)]))
    #expect(grade.brooker == .one)
    #expect(grade.dellaValle == .a)
    #expect(!grade.borderline)
    #expect(grade.basis.contains("lesions 1 and 2"))
  }

  @Test(arguments: [10.0, 12.0]) func oneLongIslandIsGradeB(length: Double) {
    let grade = decide(GradeFacts(bones: hip, islands: [.init(id: 1, feretMM: 4), .init(id: 2, feretMM: length)]))
    #expect(grade.brooker == .one)
    #expect(grade.dellaValle == .b)
  }

  @Test func islandNearTenMillimetresIsBorderlineForDellaValle() {
    let grade = decide(GradeFacts(bones: hip, islands: [.init(id: 1, feretMM: 9.9, uncertaintyMM: 0.2)]))
    #expect(grade.dellaValle == .a)
    #expect(grade.borderline)
    #expect(grade.basis.contains("borderline for Della Valle"))
  }

  @Test func clearlyLongIslandSettlesGradeBWhateverTheOthers() {
    let islands = [
      GradeFacts.Island(id: 1, feretMM: 9.9, uncertaintyMM: 0.2),
      GradeFacts.Island(id: 2, feretMM: 20, uncertaintyMM: 0.2),
    ]
    let grade = decide(GradeFacts(bones: hip, islands: islands))
    #expect(grade.dellaValle == .b)
    #expect(!grade.borderline)
  }

  @Test func spurWithWideGapIsClassTwo() {
    let grade = decide(GradeFacts(bones: hip, spurs: [.init(id: 1, bone: "pelvis")], gap: gap(10)))
    #expect(grade.brooker == .two)
    #expect(grade.dellaValle == .b)
    #expect(grade.gapMM == 10)
    #expect(grade.gapSegment == segment)
  }

  @Test func spurWithNarrowGapIsClassThree() {
    let grade = decide(GradeFacts(bones: hip, spurs: [.init(id: 1, bone: "femur")], gap: gap(9.5)))
    #expect(grade.brooker == .three)
    #expect(grade.dellaValle == .c)
    #expect(!grade.borderline)
    #expect(grade.basis.contains("spur of the femur (lesion 1)"))
  }

  @Test func gapIsBorderlineWithinItsUncertainty() {
    for (mm, uncertainty, expected) in [(9.8, 0.2, true), (9.8, 0.19, false), (10.2, 0.2, true), (10.3, 0.2, false)] {
      let facts = GradeFacts(bones: hip, spurs: [.init(id: 1, bone: "pelvis")], gap: gap(mm, uncertainty))
      #expect(decide(facts).borderline == expected, "\(mm) ± \(uncertainty)")
    }
  }

  @Test func bridgeIsClassFour() {
    let grade = decide(GradeFacts(bones: hip, bridges: [3]))
    #expect(grade.brooker == .four)
    #expect(grade.dellaValle == .c)
    #expect(grade.basis.contains("lesion 3"))
  }

  @Test func highestCaseApplies() {
    let island = GradeFacts.Island(id: 1, feretMM: 30)
    let spur = GradeFacts.Spur(id: 2, bone: "pelvis")
    #expect(decide(GradeFacts(bones: hip, islands: [island], spurs: [spur], gap: gap(14))).brooker == .two)
    let all = GradeFacts(bones: hip, islands: [island], spurs: [spur], bridges: [3], gap: gap(14))
    #expect(decide(all).brooker == .four)
  }

  @Test func islandThatNarrowsTheGapKeepsItsClass() {
    let grade = decide(GradeFacts(bones: hip, islands: [.init(id: 4, feretMM: 6, narrowsGap: true)]))
    #expect(grade.brooker == .one)
    #expect(grade.basis.contains("lesion 4 narrows the gap"))
    let withSpur = GradeFacts(
      bones: hip, islands: [.init(id: 4, feretMM: 6, narrowsGap: true)], spurs: [.init(id: 1, bone: "pelvis")],
      gap: gap(15))
    #expect(decide(withSpur).brooker == .two)
    #expect(decide(withSpur).basis.contains("lesion 4 narrows the gap"))
  }

  @Test func overlapWithoutContinuityIsClassThree() {
    let spur = GradeFacts.Spur(id: 1, bone: "pelvis", overlappedBone: "femur")
    for gap in [gap(0), nil] {
      let grade = decide(GradeFacts(bones: hip, spurs: [spur], gap: gap))
      #expect(grade.brooker == .three)
      #expect(grade.dellaValle == .c)
      #expect(grade.basis.contains("overlap"))
    }
  }

  @Test func fewerThanTwoBonesIsAtLeastOneWithTheReason() {
    let facts = GradeFacts(
      bones: ["femur"], missingBones: "only one bone is known", islands: [.init(id: 1, feretMM: 40)])
    let grade = decide(facts)
    #expect(grade.brooker == .atLeastOne)
    #expect(grade.brooker?.rawValue == "I+")
    #expect(grade.dellaValle == nil)
    #expect(grade.basis.contains("only one bone is known"))
  }

  @Test func withoutSpacingMillimetresDoNotDecide() {
    let spur = decide(GradeFacts(bones: hip, spurs: [.init(id: 1, bone: "pelvis")]))
    #expect(spur.brooker == nil)
    #expect(spur.dellaValle == nil)
    #expect(spur.basis.contains("no pixel spacing"))
    let island = decide(GradeFacts(bones: hip, islands: [.init(id: 1, feretMM: nil)]))
    #expect(island.brooker == .one)
    #expect(island.dellaValle == nil)
    #expect(island.basis.contains("no pixel spacing"))
  }

  @Test(arguments: [(0.0, "0.00"), (9.996, "10.00"), (-0.004, "0.00"), (-1.26, "-1.26"), (12.345, "12.35")])
  func decimalsAreWrittenInFull(value: Double, expected: String) {
    #expect(decimal(value, places: 2) == expected)
  }
}
