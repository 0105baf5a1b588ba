/// A stretch of a ray, in mm along the beam.
struct Interval: Equatable {
  var start: Double
  var end: Double

  var length: Double { max(0, end - start) }

  func clipped(to other: Interval) -> Interval {
    Interval(start: max(start, other.start), end: min(end, other.end))
  }
}

/// The stretches of one ray that lie in any of several bodies; kept between rays so that no memory is taken for each.
struct IntervalUnion {
  private var parts: [Interval] = []

  var isEmpty: Bool { parts.isEmpty }

  mutating func removeAll() { parts.removeAll(keepingCapacity: true) }

  /// Adds a stretch, in order of their starts.
  mutating func insert(_ interval: Interval) {
    guard interval.length > 0 else { return }
    var place = parts.count
    while place > 0, parts[place - 1].start > interval.start { place -= 1 }
    parts.insert(interval, at: place)
  }

  /// The length that is covered at least once.
  var length: Double { length(within: Interval(start: -.infinity, end: .infinity)) }

  /// The same inside `window`.
  func length(within window: Interval) -> Double {
    var total = 0.0
    var reached = -Double.infinity
    for part in parts {
      let clipped = part.clipped(to: window)
      let start = max(clipped.start, reached)
      if clipped.end > start {
        total += clipped.end - start
        reached = clipped.end
      }
    }
    return total
  }
}
