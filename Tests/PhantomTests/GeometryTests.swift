import Phantom
import Raster
import Testing

/// Path lengths of bodies against their closed forms.
@Suite struct GeometryTests {
  /// A frame of 21 by 21 mm around the origin, one pixel a mm, with a pixel's centre at the origin.
  private let frame = Frame(covering: FilmBounds(left: -10.5, right: 10.5, top: -10.5, bottom: 10.5), spacing: 1)

  private func path(_ solids: [Solid], at x: Int, _ y: Int, hollow: Ellipsoid? = nil, outside: [Solid] = []) -> Double {
    Double(pathLengths(of: solids, hollow: hollow, outside: outside, in: frame)[x + 10, y + 10])
  }

  @Test func aBallIsCrossedAlongItsChord() {
    let ball = Solid.ball(Vector(0, 0, 3), radius: 6)
    #expect(abs(path([ball], at: 0, 0) - 12) < 1e-5)
    #expect(abs(path([ball], at: 3, 4) - 2 * (36 - 25.0).squareRoot()) < 1e-5)
    #expect(path([ball], at: 7, 0) == 0)
  }

  @Test func aTurnedEllipsoidKeepsItsVolume() {
    let volume = 4 / 3 * Double.pi * 6 * 4 * 3
    for (angle, tilt) in [(0.0, 0.0), (30, 0), (0, 40), (-70, 65)] {
      let body = Solid.ellipsoid(Ellipsoid(Vector(0.3, -0.2, 1), radii: Vector(6, 4, 3), angle: angle, tilt: tilt))
      let sum = pathLengths(of: [body], in: frame).samples.reduce(0, +)
      #expect(abs(Double(sum) / volume - 1) < 0.01, "\(angle), \(tilt)")
    }
  }

  @Test func aRodIsCrossedAlongItsChordAndClosedByBalls() {
    let rod = Solid.rod(Rod(Vector(-5, 0), Vector(5, 0), radii: 3, 2))
    #expect(abs(path([rod], at: 0, 0) - 5) < 1e-5)
    #expect(abs(path([rod], at: 0, 2) - 2 * (6.25 - 4.0).squareRoot()) < 1e-5)
    #expect(abs(path([rod], at: -7, 0) - 2 * 5.0.squareRoot()) < 1e-5)
    #expect(path([rod], at: 8, 0) == 0)
  }

  @Test func aLoftOfOneSectionIsACylinder() {
    let stations = [0.0, 8, 16].map { Loft.Station(along: $0, left: -3, right: 5, halfDepth: 4) }
    let loft = Solid.loft(Loft(Vector(0, -8), towards: Vector(0, 8), stations))
    #expect(abs(path([loft], at: 1, 0) - 8) < 1e-5)
    #expect(abs(path([loft], at: -1, 3) - 8 * (1 - 0.25).squareRoot()) < 1e-5)
    #expect(path([loft], at: 6, 0) == 0)
    #expect(path([loft], at: 1, 9) == 0)
  }

  @Test func whatOverlapsCountsOnce() {
    let balls = [Solid.ball(Vector(0, 0, 0), radius: 5), .ball(Vector(0, 0, 4), radius: 5)]
    #expect(abs(path(balls, at: 0, 0) - 14) < 1e-5)
    #expect(abs(path([balls[0], .ball(Vector(0, 0, 20), radius: 5)], at: 0, 0) - 20) < 1e-5)
    let hole = Ellipsoid(Vector(0, 0, 0), radii: Vector(2, 2, 2))
    #expect(abs(path(balls, at: 0, 0, hollow: hole) - 10) < 1e-5)
    #expect(abs(path([balls[0]], at: 0, 0, outside: [balls[1]]) - 4) < 1e-5)
    #expect(path([balls[0]], at: 0, 0, outside: [.ball(Vector(0, 0), radius: 9)]) == 0)
  }
}
