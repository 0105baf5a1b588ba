import Raster

/// Places whose distance to something is known, and so how near others can be at the most.
///
/// From a place that lies `d` away, one `e` beside it lies at least `d − e` away: most pixels of an outline need no search.
struct Anchors {
  private static let most = 64
  private var places: [(place: Point, distance: Double)] = []

  /// Takes a place that lies at least `distance` away; beyond a few dozen no more are kept.
  mutating func add(_ place: Point, distance: Double) {
    if places.count < Self.most { places.append((place, distance)) }
  }

  /// Whether `place` cannot lie closer than `bound`.
  func exclude(_ place: Point, closerThan bound: Double) -> Bool {
    for anchor in places {
      // A millionth of both is more than any rounding.
      let margin = anchor.distance - bound - 1e-6 * (anchor.distance + bound)
      guard margin > 0 else { continue }
      let dx = place.x - anchor.place.x
      let dy = place.y - anchor.place.y
      if dx * dx + dy * dy < margin * margin { return true }
    }
    return false
  }
}
