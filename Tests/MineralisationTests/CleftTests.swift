import Glibc
import Mineralisation
import Raster
import RasterKernels
import Testing

@Suite struct CleftTests {
  /// A plate of lesion above a plate of bone, `gap` millimetres apart.
  static func plates(gap: Double, spacing: Double = 0.25, halfLength: Double = 8) -> ZonesPhantom {
    ZonesPhantom(
      width: 132, height: 132, spacing: spacing,
      lesions: [.plate(halfLength, 3, y: -3 - gap / 2)],
      bones: [.plate(14, 4, y: 4 + gap / 2, height: 30_000)], blur: 0.2, noise: 100)
  }

  @Test(arguments: [0.8, 2.1])
  func widthIsRightAtEveryTurnAndShift(gap: Double) throws {
    var errors: [Double] = []
    for meeting in GridMeeting.all {
      var phantom = Self.plates(gap: gap)
      phantom.turn = meeting.turn
      phantom.shiftX = meeting.x * phantom.spacing
      phantom.shiftY = meeting.y * phantom.spacing
      let cleft = try #require(phantom.measured().first).cleft
      errors.append(abs(try #require(cleft.widthMM) - gap) / phantom.spacing)
      #expect(cleft.attachment == .cleft)
      #expect((cleft.extentFraction ?? 0) > 0.9)
      #expect(cleft.contactLengthMM == 0)
      #expect(cleft.nearestBone == "femur")
    }
    let middle = try #require(median(of: errors))
    #expect(middle <= 0.5, "gap \(gap): median \(middle) px")
    #expect((errors.max() ?? 9) <= 1.2, "gap \(gap): worst \(errors.max() ?? 9) px")
  }

  @Test func touchingPlatesAreBroadlyAttached() throws {
    let cleft = try #require(Self.plates(gap: 0).measured().first).cleft
    #expect(cleft.attachment == .broad)
    #expect(cleft.widthMM == nil)
    #expect(cleft.distanceToBoneMM == 0)
    #expect(abs(try #require(cleft.contactLengthMM) - 16) < 1)
    #expect((cleft.contactFraction ?? 0) > 0.9)
  }

  @Test func attachedInPartAndCleftElsewhere() throws {
    var phantom = Self.plates(gap: 1.5)
    // The left six of the lesion's sixteen millimetres reach down to bone.
    phantom.lesions = [
      .init(
        y: -3, reach: 12, covers: { u, v in abs(u) <= 8 && v >= -3 && v <= (u < -2 ? 3.75 : 2.25) },
        signal: { _, _ in 20_000 })
    ]
    let cleft = try #require(phantom.measured().first).cleft
    #expect(abs(try #require(cleft.widthMM) - 1.5) < 0.15)
    #expect(abs(try #require(cleft.contactLengthMM) - 6) < 1.5)
    #expect(abs(try #require(cleft.extentFraction) - 0.6) < 0.15)
    #expect(cleft.attachment == .focal)
  }

  @Test func aNarrowBaseIsFocal() throws {
    var phantom = Self.plates(gap: 0)
    phantom.lesions = [
      .init(
        y: -7, reach: 14, covers: { u, v in v >= -6 && v <= 7 && abs(u) <= (v > 2 ? 1.5 : 6) },
        signal: { _, _ in 20_000 })
    ]
    let measured = try #require(phantom.measured().first)
    #expect(measured.cleft.attachment == .focal)
    #expect(measured.form.form == .spur)
    #expect(measured.form.originBones == ["femur"])
  }

  @Test func farBoneIsSeparate() throws {
    var phantom = Self.plates(gap: 12)
    phantom.width = 240
    phantom.height = 240
    let cleft = try #require(phantom.measured().first).cleft
    #expect(cleft.attachment == .separate)
    #expect(cleft.widthMM == nil)
    #expect(abs(try #require(cleft.distanceToBoneMM) - 12) < 0.13)
  }

  @Test func greyValuesCorrectALesionMaskDrawnTooTight() throws {
    var scene = Self.plates(gap: 1.5).scene()
    let tight = eroded(scene.segmentation.lesions.labels.foreground, radius: 1)
    scene.segmentation.lesions = LesionMap(
      labels: LabelMap(
        Plane(width: 132, height: 132, samples: tight.plane.samples.map { Int32($0) }), count: 1), given: true)
    let cleft = try #require(measureLesions(scene.radiograph, scene.segmentation).first).cleft
    #expect(abs(try #require(cleft.widthMM) - 1.5) < 0.125)
  }

  @Test func aGapWithoutAValleyIsContact() throws {
    var phantom = Self.plates(gap: 0.9)
    // Mineral that the masks leave out fills the gap.
    phantom.bones[0] = .init(
      y: 4.45, reach: 16, covers: { u, v in abs(u) <= 14 && abs(v) <= 4 }, signal: { _, _ in 30_000 })
    phantom.lesions.append(
      .init(reach: 10, covers: { u, v in abs(u) <= 8 && abs(v) < 0.45 }, signal: { _, _ in 24_000 }))
    var scene = phantom.scene()
    let first = scene.segmentation.lesions.labels.mask(of: 1).plane.samples.map { Int32($0) }
    scene.segmentation.lesions = LesionMap(
      labels: LabelMap(Plane(width: 132, height: 132, samples: first), count: 1), given: true)
    let cleft = try #require(measureLesions(scene.radiograph, scene.segmentation).first).cleft
    #expect(cleft.attachment == .broad)
    #expect(cleft.widthMM == nil)
  }

  /// An outline found in the image may leave out the faint root of a spur; a mask that was drawn may not.
  @Test(arguments: [true, false])
  func aShallowValleyIsACleftOnlyWhereTheMasksWereGiven(given: Bool) throws {
    var phantom = Self.plates(gap: 0.9)
    phantom.lesions.append(
      .init(reach: 10, covers: { u, v in abs(u) <= 8 && abs(v) < 0.45 }, signal: { _, _ in 16_000 }))
    var scene = phantom.scene()
    let first = scene.segmentation.lesions.labels.mask(of: 1).plane.samples.map { Int32($0) }
    scene.segmentation.lesions = LesionMap(
      labels: LabelMap(Plane(width: 132, height: 132, samples: first), count: 1), given: given)
    let cleft = try #require(measureLesions(scene.radiograph, scene.segmentation).first).cleft
    #expect(cleft.attachment == (given ? .cleft : .broad))
  }
}

/// Bone that was found in the image: its outline may lie beside the cortex.
@Suite struct FoundBoneTests {
  /// A plate of lesion beside a tube of cortex, `gap` millimetres from where that begins.
  static func tube(gap: Double, blur: Double, noise: Double = 100) -> ZonesPhantom {
    ZonesPhantom(
      width: 132, height: 132, spacing: 0.2,
      lesions: [.plate(6, 3, y: -3 - gap / 2)],
      bones: [
        .init(
          y: 12 + gap / 2, reach: 40, covers: { _, v in abs(v) <= 12 },
          signal: { _, v in 9000 * ((144 - v * v).squareRoot() - max(64 - v * v, 0).squareRoot()) / 3 })
      ], blur: blur, noise: noise)
  }

  /// The width where the bone's mask, drawn `outwards` millimetres too large, is the user's or not.
  static func width(_ phantom: ZonesPhantom, outwards: Double, given: Bool) throws -> Double {
    var scene = phantom.scene()
    let bone = scene.segmentation.bones.labels.foreground
    let drawn =
      outwards > 0
      ? dilated(bone, radius: outwards / phantom.spacing) : eroded(bone, radius: -outwards / phantom.spacing)
    let labels = LabelMap(
      Plane(width: bone.width, height: bone.height, samples: drawn.plane.samples.map { Int32($0) }), count: 1)
    scene.segmentation.bones = BoneMap(labels: labels, names: ["femur"], given: given)
    let cleft = try #require(measureLesions(scene.radiograph, scene.segmentation).first).cleft
    return try #require(cleft.widthMM)
  }

  @Test(arguments: [-0.8, -0.4, 0, 0.4], [0.15, 0.3])
  func theCortexTellsWhereItBegins(outwards: Double, blur: Double) throws {
    for gap in [1.2, 2.6] {
      let width = try Self.width(Self.tube(gap: gap, blur: blur), outwards: outwards, given: false)
      #expect(abs(width - gap) < 0.15, "gap \(gap): \(width)")
    }
  }

  @Test func aMaskThatTheUserDrewIsBelieved() throws {
    let width = try Self.width(Self.tube(gap: 2.6, blur: 0.2), outwards: -0.8, given: true)
    #expect(abs(width - 3.4) < 0.15)
  }
}
