import Glibc
import Mineralisation
import Raster
import Testing

@Suite struct RegisterBonesTests {
  private let baseline = BonePhantom.hip.film(300, 300, spacing: 0.5)

  @Test(arguments: [(0.0, 1.0, 0.0, 0.0), (4.0, 1.0, 6.3, -4.2), (-11.0, 1.03, -9.0, 12.0), (24.0, 0.98, 30.0, -18.0)])
  func knownTransformsAreRecovered(degrees: Double, scale: Double, x: Double, y: Double) throws {
    let centre = Point(85, 75)
    let truth = Similarity(
      scale: scale, rotation: degrees * .pi / 180, about: centre, to: Point(centre.x + x, centre.y + y))
    let film = BonePhantom.hip.film(320, 320, spacing: 0.5, [truth])
    let registration = try registerBones(baseline, to: film)
    let fit = try #require(registration.fits.first)
    #expect(registration.fits.count == 1)
    #expect(abs(fit.transform.rotation - truth.rotation) * 180 / .pi < 0.1)
    #expect(abs(fit.transform.scale / scale - 1) < 0.003)
    let moved = fit.transform(centre)
    #expect(hypot(moved.x - truth(centre).x, moved.y - truth(centre).y) < 0.1)
    #expect(fit.evidence.residual < 0.3)
    #expect(fit.uncertainty(at: truth(centre)) < 0.3)
  }

  @Test func aFilmOnItselfStaysWhereItIs() throws {
    let fit = try #require(try registerBones(baseline, to: baseline).fits.first)
    #expect(fit.transform.difference(to: .identity) < 0.01)
    #expect(fit.evidence.fittingFraction > 0.99)
  }

  @Test func thereAndBackIsNothing() throws {
    let truth = Similarity(scale: 1.02, rotation: -0.1, about: Point(85, 75), to: Point(80, 82))
    let film = BonePhantom.hip.film(300, 300, spacing: 0.5, [truth])
    let there = try #require(try registerBones(baseline, to: film).fits.first)
    let back = try #require(try registerBones(film, to: baseline).fits.first)
    #expect(there.transform.followed(by: back.transform).difference(to: .identity) < 0.05)
  }

  @Test func spacingAndCropDoNotMatter() throws {
    let truth = Similarity(scale: 1, rotation: 0.08, about: Point(85, 75), to: Point(83, 79))
    let origin = Point(30, 12)
    let film = BonePhantom.hip.film(180, 260, spacing: 0.65, spacingY: 0.4, origin: origin, [truth])
    let fit = try #require(try registerBones(baseline, to: film).fits.first)
    let shifted = Similarity(
      scale: 1, rotation: truth.rotation, shiftX: truth.shiftX - origin.x, shiftY: truth.shiftY - origin.y)
    #expect(fit.transform.difference(to: shifted) < 0.25)
    #expect(fit.evidence.residual < 0.3)
  }

  @Test func withoutSpacingsTheScaleIsFree() throws {
    let truth = Similarity(scale: 1.45, rotation: -0.12, about: Point(85, 75), to: Point(125, 115))
    let film = BonePhantom.hip.film(440, 440, spacing: 0.5, [truth], hasSpacing: false)
    let fit = try #require(try registerBones(baseline, to: film).fits.first)
    #expect(abs(fit.transform.scale / 1.45 - 1) < 0.005)
    #expect(fit.transform.difference(to: truth) < 0.5)
  }

  @Test func aBoneThatMovedIsRegisteredByItself() throws {
    let pelvis = Similarity(scale: 1, rotation: 0.03, about: Point(120, 60), to: Point(121, 62))
    let femur = Similarity(scale: 1, rotation: 0.25, about: Point(92, 36), to: Point(93, 38))
    let film = BonePhantom.hip.film(320, 320, spacing: 0.5, [femur, pelvis], names: ["femur", "pelvis"])
    let named = RegistrationFilm(
      bones: baseline.bones, names: ["femur", "pelvis"], spacingX: 0.5, spacingY: 0.5)
    let registration = try registerBones(named, to: film)
    #expect(registration.bonesMoved)
    let ofFemur = try #require(registration.fit(baselineLabel: 1))
    let ofPelvis = try #require(registration.fit(baselineLabel: 2))
    #expect(ofFemur.name == "femur" && ofPelvis.name == "pelvis")
    #expect(ofFemur.followUpLabel == 1 && ofPelvis.followUpLabel == 2)
    #expect(abs(ofFemur.transform.rotation - 0.25) < 0.004)
    #expect(abs(ofPelvis.transform.rotation - 0.03) < 0.004)
    let tip = Point(60, 130)
    let found = ofFemur.transform(tip)
    #expect(hypot(found.x - femur(tip).x, found.y - femur(tip).y) < 0.3)
  }

  @Test func whatIsNotTheSameBoneIsRefused() {
    // A disc and a bar are no hip, however they are turned.
    let other = BonePhantom(bodies: [
      { x, y in hypot(x - 40, y - 110) < 22 }, { x, y in x > 90 && x < 140 && abs(y - 40 - 0.4 * x) < 14 },
    ])
    let film = other.film(300, 300, spacing: 0.5)
    #expect(throws: RegistrationFailure.self) { try registerBones(baseline, to: film) }
  }

  @Test func aFilmWithoutBoneIsRefused() {
    let empty = RegistrationFilm(bones: LabelMap(width: 80, height: 60), spacingX: 0.5, spacingY: 0.5)
    #expect(throws: RegistrationFailure.tooLittleBone(film: .followUp, edge: 0)) {
      try registerBones(baseline, to: empty)
    }
    #expect(throws: RegistrationFailure.tooLittleBone(film: .baseline, edge: 0)) {
      try registerBones(empty, to: baseline)
    }
  }

  @Test func aBareShaftIsRefusedBecauseItMaySlide() throws {
    let shaft = BonePhantom(bodies: [{ x, _ in abs(x - 50) < 14 }])
    let film = shaft.film(200, 240, spacing: 0.5)
    let moved = shaft.film(
      200, 240, spacing: 0.5, [Similarity(scale: 1, rotation: 0.05, about: Point(50, 60), to: Point(54, 60))])
    let failure = #expect(throws: RegistrationFailure.self) { try registerBones(film, to: moved) }
    guard case .unsettled(let uncertainty, let evidence) = try #require(failure) else {
      Issue.record("refused for another reason: \(String(describing: failure))")
      return
    }
    #expect(uncertainty > 10)
    #expect(evidence.residual < 0.3)
  }

  /// What outlines leave open, grey values settle: the same shaft with a pattern along it.
  @Test func greyValuesSettleTheSlideAlongAShaft() throws {
    let shaft = BonePhantom(bodies: [{ x, _ in abs(x - 50) < 14 }])
    let truth = Similarity(scale: 1, rotation: 0.05, about: Point(50, 60), to: Point(54, 65))
    let registration = try registerBones(
      shaft.film(200, 240, spacing: 0.5, hasSignal: true),
      to: shaft.film(200, 240, spacing: 0.5, [truth], hasSignal: true))
    let fit = try #require(registration.fits.first)
    let found = fit.transform(Point(50, 60))
    #expect(hypot(found.x - 54, found.y - 65) < 0.5)
    #expect(fit.uncertainty(at: Point(54, 65)) < 1)
  }
}

@Suite struct SimilarityTests {
  private let turn = Similarity(scale: 1.3, rotation: 0.7, shiftX: 4, shiftY: -9)

  @Test func theInverseUndoes() {
    #expect(turn.followed(by: turn.inverse).difference(to: .identity) < 1e-12)
    #expect(turn.inverse.followed(by: turn).difference(to: .identity) < 1e-12)
  }

  @Test func oneAfterTheOtherIsBothAtOnce() {
    let next = Similarity(scale: 0.8, rotation: -2.9, shiftX: 1, shiftY: 2)
    let both = turn.followed(by: next)
    let place = next(turn(Point(3, 5)))
    #expect(hypot(both(Point(3, 5)).x - place.x, both(Point(3, 5)).y - place.y) < 1e-12)
  }

  @Test func aPositiveTurnGoesFromRightToDown() {
    let quarter = Similarity(scale: 2, rotation: .pi / 2, shiftX: 0, shiftY: 0)
    #expect(hypot(quarter(Point(1, 0)).x, quarter(Point(1, 0)).y - 2) < 1e-12)
    let about = Similarity(scale: 2, rotation: 0.4, about: Point(3, 4), to: Point(-1, 7))
    #expect(hypot(about(Point(3, 4)).x + 1, about(Point(3, 4)).y - 7) < 1e-12)
  }
}
