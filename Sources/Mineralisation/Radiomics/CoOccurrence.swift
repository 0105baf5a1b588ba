import Raster

/// How often two grey levels stand a given step apart, as shares of all such pairs.
struct CoOccurrence {
  /// A pair of levels that occurs.
  struct Entry {
    /// The level of the first pixel.
    let i: Int
    /// The level of the second.
    let j: Int
    /// The share of the pairs.
    let share: Double
  }

  /// The pairs that occur, by first and then by second level.
  let entries: [Entry]

  /// The pairs `dx` columns and `dy` rows apart, in both orders where `symmetric`; no entry where there is no pair.
  init(_ levels: GreyLevels, dx: Int, dy: Int, symmetric: Bool) {
    let width = levels.plane.width
    let samples = levels.plane.samples.span
    let base = levels.highest + 1
    var keys: [Int] = []
    for y in max(0, -dy)..<max(0, -dy, min(levels.plane.height, levels.plane.height - dy)) {
      for x in max(0, -dx)..<max(0, -dx, min(width, width - dx)) {
        let first = Int(samples[y * width + x])
        let second = Int(samples[(y + dy) * width + x + dx])
        guard first > 0, second > 0 else { continue }
        keys.append(first * base + second)
        if symmetric { keys.append(second * base + first) }
      }
    }
    entries = tallied(keys, below: base * base).map {
      Entry(i: $0.key / base, j: $0.key % base, share: Double($0.count) / Double(keys.count))
    }
  }
}

/// The different keys in order, with how often each occurs.
///
/// Counting is fast where the keys are few; where there would be more bins than pairs by far, they are sorted.
func tallied(_ keys: [Int], below bound: Int) -> [(key: Int, count: Int)] {
  guard bound > 1 << 22 || bound > 64 * keys.count + 4096 else {
    var counts = [Int32](repeating: 0, count: bound)
    for key in keys { counts[key] += 1 }
    var result: [(key: Int, count: Int)] = []
    for key in counts.indices where counts[key] > 0 { result.append((key, Int(counts[key]))) }
    return result
  }
  var result: [(key: Int, count: Int)] = []
  for key in keys.sorted() {
    if let last = result.last, last.key == key {
      result[result.count - 1].count += 1
    } else {
      result.append((key, 1))
    }
  }
  return result
}

/// The steps to a neighbour at `distance` along the longer axis, one of each pair of opposites.
func steps(at distance: Int) -> [(dx: Int, dy: Int)] {
  var result: [(dx: Int, dy: Int)] = []
  for dy in stride(from: distance, through: 0, by: -1) {
    for dx in stride(from: distance, through: -distance, by: -1)
    where max(abs(dx), dy) == distance && (dy > 0 || dx > 0) { result.append((dx, dy)) }
  }
  return result
}
