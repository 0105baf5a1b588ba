import Glibc
import Raster

/// A slightly elliptical outline: `ρ(θ) = r + a cos 2θ + b sin 2θ` about a centre.
struct RoundOutline: Sendable, Equatable {
  var centre: Point
  var radius: Double
  var cos2: Double = 0
  var sin2: Double = 0

  /// Half the difference of the long and the short half axis.
  var amplitude: Double { (cos2 * cos2 + sin2 * sin2).squareRoot() }

  /// The distance from the centre to the outline in direction `angle`.
  func radius(at angle: Double) -> Double { radius + cos2 * cos(2 * angle) + sin2 * sin(2 * angle) }
}

/// The outline fitted to a rim, and how well the rim follows it.
struct RimFit: Sendable {
  /// The outline.
  var outline: RoundOutline
  /// The root mean square distance of the rim that follows the outline.
  var residual: Double
  /// The share of all directions whose rim follows the outline and is steep.
  var arcFraction: Double
  /// The number of directions.
  var rayCount: Int
  /// The blur of the rim as the sigma of a Gaussian, in pixels.
  var blur: Double
  /// The fall of the values across the rim, a median over the directions that follow.
  var contrast: Double
  /// The values just inside the rim.
  var insideLevel: Double
}

/// Fits a round outline to the steepest fall of the values along rays from `start.centre`.
///
/// Each pass casts rays, takes the steepest fall of each to a fraction of a pixel, and solves the weighted least squares
/// of the five parameters (centre, radius and the second harmonic) with Tukey's biweight, so that a stem, a letter or a
/// bone across the rim pulls nothing. A disc of radius R blurred by σ is steepest at R − σ²/2R; that is added back.
///
/// - Returns: `nil` where fewer than a third of the rays meet a fall at all.
func fitRim(_ source: GreySource, start: RoundOutline) -> RimFit? {
  var outline = start
  var rays: [RimRay] = []
  for pass in 0..<8 {
    let reach = pass == 0 ? 0.4 : max(0.12, 0.4 / Double(1 << min(pass, 4)))
    let half = max(reach * outline.radius, 3.5)
    rays = castRays(source, outline, half: half)
    guard rays.count >= 24 else { return nil }
    guard let next = solved(rays, outline, pass: pass) else { return nil }
    let isSettled =
      pass > 4 && abs(next.radius - outline.radius) < 1e-3 && abs(next.centre.x - outline.centre.x) < 1e-3
      && abs(next.centre.y - outline.centre.y) < 1e-3
    outline = next
    guard outline.radius > 3, outline.radius < 4 * start.radius else { return nil }
    if isSettled { break }
  }
  return judged(source, outline)
}

/// The number of directions that a rim of `radius` pixels is looked at in.
private func directions(_ radius: Double) -> Int { min(720, max(72, Int(2 * .pi * radius))) }

private func castRays(_ source: GreySource, _ outline: RoundOutline, half: Double) -> [RimRay] {
  let count = directions(outline.radius)
  var rays: [RimRay] = []
  for i in 0..<count {
    let angle = 2 * .pi * Double(i) / Double(count)
    let middle = outline.radius(at: angle)
    let inner = max(1, middle - half)
    if let ray = RimRay(source, centre: outline.centre, angle: angle, from: inner, to: middle + half) {
      rays.append(ray)
    }
  }
  return rays
}

/// One pass of the weighted least squares.
private func solved(_ rays: [RimRay], _ outline: RoundOutline, pass: Int) -> RoundOutline? {
  let trust = trust(in: rays)
  var own = outline
  if pass == 0 {
    own.radius = median(rays.map(\.radius))
    own.cos2 = 0
    own.sin2 = 0
  }
  var correction = [Double](repeating: 0, count: 5)
  for _ in 0..<8 {
    var normal = NormalEquations()
    let residuals = rays.map { $0.radius - own.radius(at: $0.angle) - shift($0.angle, correction) }
    // A stem's shoulders take up to 40 % of the rim; later passes trust the scatter only as far as a round rim scatters.
    let widest = pass < 2 ? Double.infinity : max(0.3, 0.006 * own.radius)
    let scale = min(widest, max(0.15, 1.4826 * median(residuals.map(abs))))
    for i in rays.indices where trust[i] > 0 {
      let u = residuals[i] / (4.685 * scale)
      guard abs(u) < 1 else { continue }
      let weight = (1 - u * u) * (1 - u * u) * trust[i]
      normal.add(basis(rays[i].angle), rays[i].radius - own.radius(at: rays[i].angle), weight: weight)
    }
    // First a circle. Then a marker is nearly round: without the prior, half a rim could be taken for a long ellipse.
    let prior = max(1, scale * scale) / (0.01 * own.radius * 0.01 * own.radius)
    normal.addPrior(pass < 3 ? 1e12 : prior, to: 3...4)
    guard let next = normal.solution else { return nil }
    correction = next
  }
  own.radius += correction[0]
  own.centre.x += correction[1]
  own.centre.y += correction[2]
  own.cos2 += correction[3]
  own.sin2 += correction[4]
  return own
}

/// How far each ray is believed: less where its fall is shallow, and where the surroundings differ from the usual ones,
/// as the edge of a bone beside the rim draws the steepest fall towards itself.
private func trust(in rays: [RimRay]) -> [Double] {
  let slope = median(rays.map(\.slope))
  let surroundings = median(rays.map(\.outside))
  let contrast = max(1, median(rays.map { $0.inside - $0.outside }))
  return rays.map { ray in
    guard ray.slope >= 0.3 * slope else { return 0 }
    let steepness = min(1, ray.slope / slope)
    let difference = (ray.outside - surroundings) / (0.15 * contrast)
    return steepness * steepness / (1 + difference * difference)
  }
}

private func basis(_ angle: Double) -> [Double] { [1, cos(angle), sin(angle), cos(2 * angle), sin(2 * angle)] }

private func shift(_ angle: Double, _ p: [Double]) -> Double {
  p[0] + p[1] * cos(angle) + p[2] * sin(angle) + p[3] * cos(2 * angle) + p[4] * sin(2 * angle)
}

/// How well the rim follows the settled outline.
private func judged(_ source: GreySource, _ outline: RoundOutline) -> RimFit? {
  let half = max(0.12 * outline.radius, 4)
  let rays = castRays(source, outline, half: half)
  guard rays.count >= 24 else { return nil }
  let strong = median(rays.map(\.slope)) * 0.4
  let tolerance = max(0.8, 0.02 * outline.radius)
  var squares = 0.0
  var following: [RimRay] = []
  for ray in rays where ray.slope >= strong {
    let residual = ray.radius - outline.radius(at: ray.angle)
    guard abs(residual) <= tolerance else { continue }
    following.append(ray)
    squares += residual * residual
  }
  guard following.count >= 24 else { return nil }
  let count = directions(outline.radius)
  let blur = median(following.map(\.blur))
  var corrected = outline
  corrected.radius += blur * blur / (2 * outline.radius)
  return RimFit(
    outline: corrected, residual: (squares / Double(following.count)).squareRoot(),
    arcFraction: Double(following.count) / Double(count), rayCount: count, blur: blur,
    contrast: median(following.map { $0.inside - $0.outside }), insideLevel: median(following.map(\.inside)))
}
