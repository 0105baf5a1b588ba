import Glibc
import Raster

/// Looks for where the bones of one film may lie on another, without a first guess.
struct CoarseSearch {
  let alignment: BoneAlignment
  /// The turns that are tried, in radians.
  var rotations: [Double]
  /// The enlargements that are tried.
  var scales: [Double]
  /// The shifts from one trial to the next, in millimetres.
  var step = 6.0
  /// How far apart along either axis, in millimetres, the bone's centre may come to lie from ``around``; `nil` tries
  /// the whole film.
  var reach: Double?
  /// Where the bone's centre is expected, for ``reach``.
  var around = Point(0, 0)

  /// A place worth following up.
  private struct Trial {
    var cost: Double
    var transform: Similarity
    var target: Point
  }

  private static let siteCount = 72
  /// A site's cost is cut off here, in millimetres.
  private static let most = 10.0
  /// Sites that the other film does not show cost this share of the most.
  private static let unseenCost = 0.6

  /// The places that are worth following up, best first and apart from each other.
  func candidates(_ count: Int) -> [Similarity] {
    let sites = Self.spread(alignment.baseline.sites, Self.siteCount)
    guard sites.count >= 12 else { return [] }
    let centre = Self.centre(of: sites)
    let (xs, ys) = targets
    var trials: [Trial] = []
    for scale in scales {
      for rotation in rotations {
        let turned = TurnedSites(sites, about: centre, rotation: rotation, scale: scale)
        var own: [Trial] = []
        for y in ys {
          for x in xs {
            guard let cost = alignment.followUp.cost(of: turned, atX: x, y, most: Self.most, unseen: Self.unseenCost)
            else { continue }
            let target = Point(x, y)
            own.append(
              Trial(
                cost: cost, transform: Similarity(scale: scale, rotation: rotation, about: centre, to: target),
                target: target))
          }
        }
        own.sort { $0.cost < $1.cost }
        trials += own.prefix(12)
      }
    }
    return distinct(trials.sorted { $0.cost < $1.cost }, count)
  }

  /// The columns and rows at which the bone's centre is tried.
  private var targets: (xs: [Double], ys: [Double]) {
    let (width, height) = alignment.followUp.extent
    func places(_ middle: Double, _ size: Double) -> [Double] {
      guard let reach else { return Array(stride(from: -0.25 * size, through: 1.25 * size, by: step)) }
      return Array(stride(from: middle - reach, through: middle + reach, by: step))
    }
    return (places(around.x, width), places(around.y, height))
  }

  private func distinct(_ trials: [Trial], _ count: Int) -> [Similarity] {
    var kept: [Trial] = []
    for trial in trials {
      let isNew = kept.allSatisfy { other in
        abs(remainder(other.transform.rotation - trial.transform.rotation, 2 * Double.pi)) > 0.15
          || abs(log(other.transform.scale / trial.transform.scale)) > 0.1
          || hypot(other.target.x - trial.target.x, other.target.y - trial.target.y) > 1.7 * step
      }
      guard isNew else { continue }
      kept.append(trial)
      if kept.count == count { break }
    }
    return kept.map(\.transform)
  }

  /// About `count` sites, taken evenly along the film's rows.
  private static func spread(_ sites: [EdgeField.Site], _ count: Int) -> [EdgeField.Site] {
    guard sites.count > count else { return sites }
    let step = Double(sites.count) / Double(count)
    return (0..<count).map { sites[Int((Double($0) + 0.5) * step)] }
  }

  private static func centre(of sites: [EdgeField.Site]) -> Point {
    let count = Double(sites.count)
    return Point(sites.reduce(0) { $0 + $1.place.x } / count, sites.reduce(0) { $0 + $1.place.y } / count)
  }
}

/// Sites turned and enlarged about their centre, each as a place just inside and one just outside of the edge.
struct TurnedSites {
  /// How far from the edge the two places lie, in millimetres.
  static let offset = 3.0
  /// The places inside: x and y in turns.
  private(set) var inside: [Double] = []
  /// The places outside.
  private(set) var outside: [Double] = []

  init(_ sites: [EdgeField.Site], about centre: Point, rotation: Double, scale: Double) {
    let c = cos(rotation)
    let s = sin(rotation)
    for site in sites {
      let dx = (site.place.x - centre.x) * scale
      let dy = (site.place.y - centre.y) * scale
      let x = c * dx - s * dy
      let y = s * dx + c * dy
      let nx = (c * site.normalX - s * site.normalY) * Self.offset
      let ny = (s * site.normalX + c * site.normalY) * Self.offset
      inside += [x - nx, y - ny]
      outside += [x + nx, y + ny]
    }
  }
}

extension EdgeField {
  /// How badly sites fit with their centre at a place: the mean of how far the distances just inside and outside of the
  /// edge are from what they should be; `nil` where the film shows under a third of them.
  func cost(of sites: TurnedSites, atX x: Double, _ y: Double, most: Double, unseen: Double) -> Double? {
    let count = sites.inside.count / 2
    let inside = sites.inside.span
    let outside = sites.outside.span
    var total = 0.0
    var shown = 0
    for i in 0..<count {
      guard let within = nearestValue(x + inside[2 * i], y + inside[2 * i + 1]),
        let without = nearestValue(x + outside[2 * i], y + outside[2 * i + 1])
      else { continue }
      shown += 1
      total += min(most, abs(within + TurnedSites.offset)) + min(most, abs(without - TurnedSites.offset))
    }
    guard 3 * shown >= count else { return nil }
    return (total + Double(count - shown) * 2 * most * unseen) / Double(count)
  }
}
