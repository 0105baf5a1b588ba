/// A body of elliptic cross-sections that change smoothly along a straight axis in the film.
///
/// It gives outlines that flare, such as a shaft that widens into condyles. At a distance s from the section's middle the
/// path is 2 b √(1 − (s / a)²) with half the width a and half the depth b.
package struct Loft {
  /// One cross-section, `along` mm from the start of the axis.
  package struct Station {
    var along: Double
    /// Where the section reaches to the left and right of the axis, in mm; right is where x grows.
    var left: Double
    var right: Double
    var halfDepth: Double
    /// Where its middle lies along the beam.
    var z: Double
    /// The thickness of cortex.
    var cortex: Double

    /// A section at `along` mm.
    package init(
      along: Double, left: Double, right: Double, halfDepth: Double, z: Double = 0, cortex: Double = 0
    ) {
      self.along = along
      self.left = left
      self.right = right
      self.halfDepth = halfDepth
      self.z = z
      self.cortex = cortex
    }

    /// The same section elsewhere along the beam.
    func moved(z: Double) -> Station {
      var copy = self
      copy.z = z
      return copy
    }
  }

  private struct Section {
    var middle: Double
    var halfWidth: Double
    var halfDepth: Double
    var z: Double
  }

  private let start: Vector
  private let axis: Vector
  private let across: Vector
  private let step: Double
  private let sections: [Section]
  let bounds: FilmBounds

  /// The body along the axis from `start` towards `end`; its ends are rounded over so many mm.
  ///
  /// - Parameter isMarrow: whether each section lies inside by its station's cortex.
  package init(
    _ start: Vector, towards end: Vector, _ stations: [Station], rounding: (start: Double, end: Double) = (0, 0),
    isMarrow: Bool = false
  ) {
    let way = end - start
    let direction = way * (1 / way.length)
    let normal = Vector(direction.y, -direction.x)
    self.start = start
    axis = direction
    across = normal.x < 0 ? normal * -1 : normal
    let length = stations.last?.along ?? 0
    let count = 160
    step = length / Double(count - 1)
    var sections: [Section] = []
    for index in 0..<count {
      let along = Double(index) * step
      let station = Loft.station(at: along, of: stations)
      let depth = isMarrow ? station.cortex : 0
      let closed =
        Loft.roundness(along - depth, over: rounding.start) * Loft.roundness(length - along - depth, over: rounding.end)
      sections.append(
        Section(
          middle: (station.right + station.left) / 2, halfWidth: (station.right - station.left) / 2 * closed - depth,
          halfDepth: station.halfDepth * closed - depth, z: station.z))
    }
    self.sections = sections
    bounds = Loft.bounds(from: start, axis: axis, across: across, sections, step: step)
  }

  /// The part of the ray through `x`, `y` inside.
  func interval(_ x: Double, _ y: Double) -> Interval? {
    let place = Vector(x - start.x, y - start.y)
    let position = place.dot(axis) / step
    guard position >= 0, position < Double(sections.count - 1) else { return nil }
    let index = Int(position)
    let t = position - Double(index)
    let a = sections[index]
    let b = sections[index + 1]
    let halfWidth = a.halfWidth + t * (b.halfWidth - a.halfWidth)
    let halfDepth = a.halfDepth + t * (b.halfDepth - a.halfDepth)
    guard halfWidth > 0, halfDepth > 0 else { return nil }
    let off = (place.dot(across) - a.middle - t * (b.middle - a.middle)) / halfWidth
    guard off > -1, off < 1 else { return nil }
    let half = halfDepth * (1 - off * off).squareRoot()
    let z = a.z + t * (b.z - a.z)
    return Interval(start: z - half, end: z + half)
  }

  /// A quarter of an ellipse from 0 at the end to 1.
  private static func roundness(_ distance: Double, over reach: Double) -> Double {
    guard reach > 0 else { return 1 }
    let t = 1 - min(1, max(0, distance / reach))
    return (1 - t * t).squareRoot()
  }

  /// Stations joined by cubic curves whose slopes are those between the neighbours.
  private static func station(at along: Double, of stations: [Station]) -> Station {
    let upper = min(stations.count - 1, max(1, stations.firstIndex { $0.along >= along } ?? stations.count - 1))
    let (a, b) = (stations[upper - 1], stations[upper])
    let before = stations[max(0, upper - 2)]
    let after = stations[min(stations.count - 1, upper + 1)]
    let width = b.along - a.along
    let t = (along - a.along) / width
    func curve(_ value: (Station) -> Double) -> Double {
      let slopeA = (value(b) - value(before)) / (b.along - before.along) * width
      let slopeB = (value(after) - value(a)) / (after.along - a.along) * width
      let change = value(b) - value(a)
      return value(a) + t * (slopeA + t * (3 * change - 2 * slopeA - slopeB + t * (slopeA + slopeB - 2 * change)))
    }
    return Station(
      along: along, left: curve(\.left), right: curve(\.right), halfDepth: curve(\.halfDepth), z: curve(\.z),
      cortex: max(0.3, curve(\.cortex)))
  }

  private static func bounds(
    from start: Vector, axis: Vector, across: Vector, _ sections: [Section], step: Double
  ) -> FilmBounds {
    var bounds = FilmBounds(left: .infinity, right: -.infinity, top: .infinity, bottom: -.infinity)
    for (index, section) in sections.enumerated() {
      for side in [-section.halfWidth, section.halfWidth] {
        let place = start + axis * (Double(index) * step) + across * (section.middle + side)
        bounds = bounds.union(FilmBounds(left: place.x, right: place.x, top: place.y, bottom: place.y))
      }
    }
    return bounds
  }
}
