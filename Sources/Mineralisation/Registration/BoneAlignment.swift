import Glibc
import Raster
import RasterKernels

/// Brings the bone edges of two films together, each site of one onto the edge of the other, in both directions.
///
/// The residual of a site is the signed distance to the other film's edge where the transform brings it: a site only
/// counts where the other film shows its place, and only where both edges face the same way.
struct BoneAlignment {
  let baseline: EdgeField
  let followUp: EdgeField
  /// How far the scale's logarithm may stray from 0 (standard deviation); `nil` leaves it free.
  let scaleFreedom: Double?

  /// One site against the other film's edge, in the frame and millimetres of the follow-up.
  struct Match {
    var place: Point
    var residual: Double
    var gradientX: Double
    var gradientY: Double
    /// The cosine between the two outward normals.
    var agreement: Double
  }

  /// The sites that the other film shows under `transform`; no more than `most` of either film.
  func matches(_ transform: Similarity, most: Int = .max) -> [Match] {
    var result: [Match] = []
    let there = transform.inverse
    for site in Self.some(baseline.sites, most) {
      let place = transform(site.place)
      guard followUp.borderDistance(place) > EdgeField.borderMargin, let found = followUp.sample(at: place) else {
        continue
      }
      let normal = transform.turned(site.normalX, site.normalY)
      result.append(
        Match(
          place: place, residual: found.value, gradientX: found.gradientX, gradientY: found.gradientY,
          agreement: normal.x * found.gradientX + normal.y * found.gradientY))
    }
    for site in Self.some(followUp.sites, most) {
      let place = there(site.place)
      guard baseline.borderDistance(place) > EdgeField.borderMargin, let found = baseline.sample(at: place) else {
        continue
      }
      let gradient = transform.turned(found.gradientX, found.gradientY)
      result.append(
        Match(
          place: site.place, residual: found.value * transform.scale, gradientX: -gradient.x, gradientY: -gradient.y,
          agreement: gradient.x * site.normalX + gradient.y * site.normalY))
    }
    return result
  }

  private static func some(_ sites: [EdgeField.Site], _ most: Int) -> [EdgeField.Site] {
    guard sites.count > most else { return sites }
    let step = Double(sites.count) / Double(most)
    return (0..<most).map { sites[Int(Double($0) * step)] }
  }

  /// How many of the sites of either film the other one shows, and how many of those fit within `tolerance`.
  func support(_ matches: [Match], tolerance: Double, most: Int = .max) -> (shown: Double, fitting: Double) {
    let all = min(baseline.sites.count, most) + min(followUp.sites.count, most)
    let fitting = matches.count { abs($0.residual) < tolerance && $0.agreement > 0.5 }
    return (
      Double(matches.count) / Double(max(all, 1)), Double(fitting) / Double(max(matches.count, 1))
    )
  }

  /// Follows the edges from `start` to the nearest fit: Gauss-Newton steps with Tukey's weights that narrow to the
  /// scatter of what fits.
  func refined(_ start: Similarity, from first: Double = 12, most: Int = .max) -> Similarity {
    var transform = start
    var cut = first
    for round in 0..<40 {
      guard let step = step(transform, cut: cut, most: most) else { return transform }
      transform = Self.moved(transform, by: step, about: centre(transform))
      let size = max(hypot(step[0], step[1]), max(abs(step[2]), abs(step[3])) * 100)
      if cut <= 1.5, size < 1e-4 { return transform }
      if size < 0.3 || round % 6 == 5 { cut = max(1.5, cut * 0.6) }
    }
    return transform
  }

  /// The place about which a step turns and enlarges, in the follow-up's frame.
  func centre(_ transform: Similarity) -> Point { transform(baseline.centre) }

  private func step(_ transform: Similarity, cut: Double, most: Int) -> [Double]? {
    equations(transform, cut: cut, most: most).solution
  }

  /// The normal equations of a step from `transform`.
  func equations(_ transform: Similarity, cut: Double, most: Int = .max) -> SimilarityEquations {
    var equations = SimilarityEquations(about: centre(transform))
    for match in matches(transform, most: most) where match.agreement > 0.5 {
      let u = match.residual / cut
      guard abs(u) < 1 else { continue }
      equations.add(
        at: match.place, gradientX: match.gradientX, gradientY: match.gradientY, residual: match.residual,
        weight: (1 - u * u) * (1 - u * u))
    }
    if let scaleFreedom {
      equations.addScalePrior(Self.varianceOfSite / (scaleFreedom * scaleFreedom), at: log(transform.scale))
    }
    return equations
  }

  /// The square of how far a site strays, times the number of sites that stray together.
  private static let varianceOfSite = 0.3 * 0.3 * 10

  /// `transform` followed by a shift, turn and enlargement about `centre`; `bounded` cuts off a step too large to trust.
  static func moved(
    _ transform: Similarity, by step: [Double], about centre: Point, bounded: Bool = true
  ) -> Similarity {
    func cut(_ value: Double, _ most: Double) -> Double { bounded ? max(-most, min(most, value)) : value }
    return transform.followed(
      by: Similarity(
        scale: exp(cut(step[3], 0.1)), rotation: cut(step[2], 0.2), about: centre,
        to: Point(centre.x + cut(step[0], 10), centre.y + cut(step[1], 10))))
  }
}
