import Glibc
import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite struct MatchLesionsTests {
  private let hip = BonePhantom.hip

  /// Discs in millimetres, each a lesion: centre and radius.
  private func lesions(
    _ film: RegistrationFilm, _ transform: Similarity, _ discs: [(Double, Double, Double)]
  ) -> LesionFilm {
    let back = transform.inverse
    var labels = [Int32](repeating: 0, count: film.bones.width * film.bones.height)
    for y in 0..<film.bones.height {
      for x in 0..<film.bones.width {
        let place = back(film.millimetres(Point(Double(x), Double(y))))
        for (i, disc) in discs.enumerated() where hypot(place.x - disc.0, place.y - disc.1) < disc.2 {
          labels[y * film.bones.width + x] = Int32(i + 1)
        }
      }
    }
    return LesionFilm(
      lesions: LabelMap(
        Plane(width: film.bones.width, height: film.bones.height, samples: labels), count: discs.count), film: film)
  }

  private func matches(
    _ before: [(Double, Double, Double)], _ after: [(Double, Double, Double)], width: Int = 300
  ) throws -> [LesionMatch] {
    let truth = Similarity(scale: 1, rotation: 0.12, about: Point(85, 75), to: Point(88, 72))
    let baseline = hip.film(300, 300, spacing: 0.5)
    let followUp = hip.film(width, 300, spacing: 0.5, [truth])
    return matchLesions(
      lesions(baseline, .identity, before), lesions(followUp, truth, after), try registerBones(baseline, to: followUp))
  }

  @Test func aLesionFindsItself() throws {
    let found = try matches([(30, 70, 6), (95, 100, 4)], [(95, 100, 5), (30, 70, 4)])
    #expect(found.map(\.kind) == [.matched, .matched])
    #expect(found.map(\.baseline) == [[2], [1]])
    #expect(found.map(\.followUp) == [[1], [2]])
    #expect(found.allSatisfy { ($0.overlap ?? 0) > 0.95 && $0.shown == 1 && $0.registeredOn == "all bones" })
    #expect(found.allSatisfy { ($0.uncertainty ?? 9) < 0.5 })
  }

  @Test func mergedSplitNewAndGone() throws {
    #expect(try matches([(30, 70, 4), (30, 79, 4)], [(30, 75, 8)]).map(\.kind) == [.merged])
    #expect(try matches([(30, 75, 8)], [(30, 70, 4), (30, 79, 4)]).map(\.kind) == [.split])
    #expect(try matches([], [(30, 75, 5)]).map(\.kind) == [.new])
    #expect(try matches([(30, 75, 5)], []).map(\.kind) == [.gone])
    #expect(
      try matches([(30, 66, 7), (30, 80, 7)], [(30, 73, 6), (30, 86, 6)]).map(\.kind) == [.regrouped])
  }

  @Test func smallOnesThatMissEachOtherAreStillNeighbours() throws {
    let near = try matches([(30, 70, 1.5)], [(30, 74, 1.5)])
    #expect(near.map(\.kind) == [.matched])
    #expect(near[0].overlap == 0)
    #expect(try matches([(30, 70, 1.5)], [(30, 80, 1.5)]).map(\.kind) == [.new, .gone])
  }

  @Test func whatTheOtherFilmDoesNotShowIsNotGone() throws {
    let found = try matches([(140, 110, 4)], [], width: 240)
    #expect(found.map(\.kind) == [.outOfView])
  }

  @Test func whatTheCollimatorKeptDarkIsNotGone() throws {
    let drawn = hip.film(300, 300, spacing: 0.5, hasSignal: true)
    var signal = try #require(drawn.signal)
    for y in 0..<300 { for x in 290..<300 { signal[x, y] = 3 } }
    let baseline = RegistrationFilm(bones: drawn.bones, spacingX: 0.5, spacingY: 0.5, signal: signal)
    for y in 0..<300 { for x in 0..<70 { signal[x, y] = 3 } }
    let followUp = RegistrationFilm(bones: baseline.bones, spacingX: 0.5, spacingY: 0.5, signal: signal)
    let registration = try registerBones(baseline, to: followUp)
    let before = lesions(baseline, .identity, [(20, 70, 5)])
    let none = LesionFilm(lesions: LabelMap(width: 300, height: 300), film: followUp)
    #expect(matchLesions(before, none, registration).map(\.kind) == [.outOfView])
    let exposed = LesionFilm(lesions: LabelMap(width: 300, height: 300), film: baseline)
    #expect(matchLesions(before, exposed, registration).map(\.kind) == [.gone])
  }

  @Test func aLesionFollowsTheBoneThatItLiesAt() throws {
    let femur = Similarity(scale: 1, rotation: 0.3, about: Point(92, 36), to: Point(92, 36))
    let baseline = hip.film(300, 300, spacing: 0.5, names: ["femur", "pelvis"])
    let followUp = hip.film(300, 300, spacing: 0.5, [femur, .identity], names: ["femur", "pelvis"])
    let registration = try registerBones(baseline, to: followUp)
    #expect(registration.bonesMoved)
    let found = matchLesions(
      lesions(baseline, .identity, [(42, 110, 3), (148, 60, 2)]),
      LesionFilm(
        lesions: joined(lesions(followUp, femur, [(42, 110, 3)]), lesions(followUp, .identity, [(148, 60, 2)])),
        film: followUp), registration)
    #expect(found.map(\.kind) == [.matched, .matched])
    #expect(found.map(\.registeredOn) == ["femur", "pelvis"])
  }

  private func joined(_ a: LesionFilm, _ b: LesionFilm) -> LabelMap {
    LabelMap(
      Plane(
        width: a.lesions.width, height: a.lesions.height,
        samples: zip(a.lesions.plane.samples, b.lesions.plane.samples).map { $1 > 0 ? 2 : $0 }), count: 2)
  }
}
