import Mineralisation
import Raster
import Testing

/// Scenes of rectangles at 0.5 mm per pixel.
private struct Scene {
  var bones: Plane<Int32>
  var lesions: Plane<Int32>
  var boneCount = 0
  var lesionCount = 0
  var names: [String] = []
  var given = true

  init(width: Int, height: Int) {
    bones = Plane(width: width, height: height, repeating: 0)
    lesions = Plane(width: width, height: height, repeating: 0)
  }

  mutating func bone(_ x: Range<Int>, _ y: Range<Int>) {
    boneCount += 1
    for row in y { for column in x { bones[column, row] = Int32(boneCount) } }
  }

  mutating func lesion(_ x: Range<Int>, _ y: Range<Int>) {
    lesionCount += 1
    for row in y { for column in x { lesions[column, row] = Int32(lesionCount) } }
  }

  /// Grades the scene, without measuring grey values.
  func graded(region: String? = "hip", spacing: Double? = 0.5) -> (grade: Grade, joints: [Joint]) {
    gradeJoints(
      Segmentation(
        field: Field(
          regions: Plane(width: bones.width, height: bones.height, repeating: 0), polarity: .boneBright,
          polarityConfidence: 1),
        bones: BoneMap(labels: LabelMap(bones, count: boneCount), names: names, given: given),
        lesions: LesionMap(labels: LabelMap(lesions, count: lesionCount), given: true), workingScale: 0.5), [],
      spacing: spacing.flatMap { PixelSpacing(x: $0, y: $0, source: .user) }, region: region)
  }
}

@Suite struct JointTests {
  /// A pelvis with a femur under either end: 4 mm of native joint space.
  private func pelvis() -> Scene {
    var scene = Scene(width: 400, height: 300)
    scene.bone(20..<380, 20..<80)
    scene.bone(20..<80, 88..<290)
    scene.bone(320..<380, 88..<290)
    return scene
  }

  @Test func pelvisWithTwoFemoraShowsTwoHips() {
    var scene = pelvis()
    scene.lesion(2..<12, 84..<94)
    let result = scene.graded()
    #expect(result.joints.map(\.name) == ["hip", "hip"])
    #expect(result.joints.map(\.side) == [.left, .right])
    #expect(result.joints.map(\.boneLabels) == [[1, 2], [1, 3]])
    #expect(result.joints.map(\.lesionIDs) == [[1], []])
    #expect(result.joints.map(\.grade.brooker) == [.one, Grade.Brooker.none])
    #expect(result.grade.brooker == .one)
    #expect(result.grade.basis.hasPrefix("left hip: "))
  }

  @Test func imageTakesTheHighestJoint() {
    var scene = pelvis()
    scene.lesion(2..<12, 84..<94)
    scene.lesion(380..<396, 60..<100)
    let result = scene.graded()
    #expect(result.joints.map(\.grade.brooker) == [.one, .four])
    #expect(result.grade.brooker == .four)
    #expect(result.grade.basis.hasPrefix("right hip: "))
  }

  /// The native joint space is 4 mm wide, the spur ends 20 mm above the femur's shoulder: only its own way counts.
  @Test func nativeJointSpaceIsNoGap() {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<140, 88..<290)
    scene.lesion(80..<130, 20..<40)
    let grade = scene.graded().grade
    #expect(grade.gapMM == 24)
    #expect(grade.brooker == .two)
  }

  @Test func twoFacingSpursLeaveOneGap() {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<80, 88..<290)
    scene.lesion(80..<120, 20..<30)
    scene.lesion(80..<120, 140..<150)
    scene.lesion(110..<120, 30..<80)
    scene.lesion(110..<120, 96..<140)
    let grade = scene.graded().grade
    #expect(grade.gapMM == 8, "16 rows between the tips")
    #expect(grade.brooker == .three)
    #expect(grade.basis.contains("lesions 1 and 3"))
    #expect(grade.basis.contains("lesions 2 and 4"))
  }

  @Test func chainOfTouchingLesionsIsABridge() {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<80, 88..<290)
    scene.lesion(80..<120, 20..<30)
    scene.lesion(80..<120, 140..<150)
    scene.lesion(110..<120, 30..<140)
    let grade = scene.graded().grade
    #expect(grade.brooker == .four)
    #expect(grade.basis.contains("lesions 1, 2 and 3"))
  }

  /// Where the native bones meet, touching both proves no path.
  @Test func lesionInTheCornerOfTheJointIsNoBridge() {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<84)
    scene.bone(20..<140, 84..<290)
    scene.lesion(80..<88, 54..<84)
    let grade = scene.graded().grade
    #expect(grade.brooker == .three)
    #expect(grade.basis.contains("overlap"))
    #expect(grade.gapMM == 0)
  }

  /// A spur drawn on over the other bone does not end at its surface.
  @Test func spurOverTheOtherBoneIsOverlap() {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<140, 130..<290)
    scene.lesion(80..<100, 20..<60)
    scene.lesion(90..<100, 60..<160)
    let grade = scene.graded().grade
    #expect(grade.brooker == .three)
    #expect(grade.basis.contains("overlap"))
  }

  @Test func islandBetweenTheBonesIsNamedAsNarrowing() {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<140, 120..<290)
    scene.lesion(84..<92, 94..<104)
    let grade = scene.graded().grade
    #expect(grade.brooker == .one)
    #expect(grade.basis.contains("lesion 1 narrows the gap"))
  }

  @Test func lesionFarFromTheJointIsNotGradedByIt() {
    var scene = Scene(width: 200, height: 500)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<80, 88..<490)
    scene.lesion(84..<104, 400..<440)
    let result = scene.graded()
    #expect(result.joints.first?.grade.brooker == Grade.Brooker.none)
    #expect(result.grade.brooker == .atLeastOne)
    #expect(result.grade.basis.contains("away from every joint"))
  }

  @Test func oneBoneOrNoneIsAtLeastOne() {
    var scene = Scene(width: 200, height: 300)
    scene.lesion(84..<104, 100..<120)
    #expect(scene.graded().grade.basis.contains("no bone is known"))
    scene.bone(20..<80, 20..<80)
    let result = scene.graded()
    #expect(result.grade.brooker == .atLeastOne)
    #expect(result.grade.basis.contains("only one bone is known"))
    #expect(result.joints.isEmpty)
  }

  @Test func otherRegionsAreGradedWhereBonesFaceEachOther() {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<80, 88..<290)
    scene.lesion(80..<100, 30..<50)
    let result = scene.graded(region: "elbow")
    #expect(result.joints.map(\.name) == ["joint"])
    #expect(result.grade.brooker == .two)
    scene = Scene(width: 300, height: 300)
    scene.bone(20..<80, 20..<290)
    scene.bone(200..<280, 20..<290)
    scene.lesion(80..<100, 30..<50)
    #expect(scene.graded(region: nil).joints.isEmpty)
  }

  @Test func kneeOfFourUnnamedBonesIsOneJoint() {
    var scene = Scene(width: 300, height: 400)
    scene.bone(100..<200, 20..<180)
    scene.bone(205..<220, 120..<160)
    scene.bone(100..<200, 188..<380)
    scene.bone(206..<216, 210..<380)
    scene.lesion(220..<240, 130..<150)
    let result = scene.graded(region: "knee")
    #expect(result.joints.map(\.name) == ["knee"])
    #expect(result.joints.first?.boneLabels == [1, 2, 3, 4])
    #expect(result.grade.brooker == .two)
  }

  /// Named bones pair by name: one pelvis in two pieces, two femora, and a knee with its small bones.
  @Test func namedBonesMakeHipsAndKnees() {
    var scene = pelvis()
    scene.names = ["pelvis", "femur", "femur"]
    scene.lesion(2..<12, 84..<94)
    #expect(scene.graded(region: nil).joints.map(\.name) == ["hip", "hip"])
    scene = Scene(width: 300, height: 400)
    scene.bone(100..<200, 20..<180)
    scene.bone(205..<220, 120..<160)
    scene.bone(100..<200, 188..<380)
    scene.bone(206..<216, 210..<380)
    scene.names = ["femur", "patella", "tibia", "fibula"]
    let joints = scene.graded(region: nil).joints
    #expect(joints.map(\.name) == ["knee"])
    #expect(joints.first?.boneNames == ["femur", "patella", "tibia", "fibula"])
    #expect(joints.first?.grade.brooker == Grade.Brooker.none)
  }

  @Test func fragmentsOfOneNamedBoneAreOneBone() {
    var scene = Scene(width: 300, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(84..<140, 20..<80)
    scene.bone(20..<80, 88..<290)
    scene.names = ["pelvis", "pelvis", "femur"]
    let joints = scene.graded(region: nil).joints
    #expect(joints.map(\.name) == ["hip"])
    #expect(joints.first?.boneLabels == [1, 2, 3])
  }

  /// A segmentation leaves nameless pieces: beside a named bone they belong to it, alone and small they are no joint.
  @Test func namelessPiecesOfASegmentationMakeNoJoint() {
    var scene = Scene(width: 300, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<80, 88..<290)
    scene.bone(82..<100, 20..<60)
    scene.bone(110..<125, 100..<120)
    scene.names = ["pelvis", "femur", "bone", "bone"]
    scene.given = false
    #expect(scene.graded(region: nil).joints.map(\.boneLabels) == [[1, 3, 2]])
    scene.bone(120..<200, 150..<280)
    #expect(scene.graded(region: nil).joints.map(\.name) == ["hip", "joint"])
    scene.given = true
    #expect(scene.graded(region: nil).joints.count > 2)
  }

  /// A femur whose mask also covers the pelvis: the spur of the pelvis still leaves its gap to where the femur is shown.
  @Test func maskOverTheOtherBoneDoesNotCloseTheGap() throws {
    var scene = Scene(width: 200, height: 300)
    scene.bone(20..<80, 20..<80)
    scene.bone(20..<140, 130..<290)
    scene.lesion(80..<120, 20..<40)
    let labels = LabelMap(scene.bones, count: 2)
    let box = PixelBox(x: 20, y: 20, width: 120, height: 270)
    let wide = labels.foreground.cropped(to: box)
    let bones = BoneMap(
      labels: labels,
      bones: [
        .init(
          label: 1, name: "pelvis", region: labels.region(of: 1, in: PixelBox(x: 20, y: 20, width: 60, height: 60)),
          box: PixelBox(x: 20, y: 20, width: 60, height: 60)),
        .init(label: 2, name: "femur", region: LabelMap(wide), box: box),
      ], given: false)
    let field = Field(
      regions: Plane(width: 200, height: 300, repeating: 0), polarity: .boneBright, polarityConfidence: 1)
    let grade = gradeJoints(
      Segmentation(
        field: field, bones: bones, lesions: LesionMap(labels: LabelMap(scene.lesions, count: 1), given: false),
        workingScale: 0.5), [], spacing: PixelSpacing(x: 0.5, y: 0.5, source: .user), region: "hip"
    ).grade
    #expect(grade.brooker == .two)
    #expect(grade.gapMM == 45)
  }
}
