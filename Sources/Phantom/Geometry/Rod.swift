/// A round rod that tapers from one end to the other, closed by balls; its axis lies along the film.
///
/// Where its ends lie at different depths it is sheared along the beam, which leaves path lengths exact.
package struct Rod {
  let start: Vector
  let end: Vector
  let startRadius: Double
  let endRadius: Double

  /// The rod between two places.
  package init(_ start: Vector, _ end: Vector, radii startRadius: Double, _ endRadius: Double) {
    self.start = start
    self.end = end
    self.startRadius = startRadius
    self.endRadius = endRadius
  }

  var bounds: FilmBounds {
    FilmBounds(
      left: min(start.x - startRadius, end.x - endRadius), right: max(start.x + startRadius, end.x + endRadius),
      top: min(start.y - startRadius, end.y - endRadius), bottom: max(start.y + startRadius, end.y + endRadius))
  }

  /// The part of the ray through `x`, `y` inside: half a chord √(r² − s²) at a distance s from the axis.
  func interval(_ x: Double, _ y: Double) -> Interval? {
    let ax = end.x - start.x
    let ay = end.y - start.y
    let px = x - start.x
    let py = y - start.y
    let lengthSquared = ax * ax + ay * ay
    let t = lengthSquared > 0 ? min(1, max(0, (px * ax + py * ay) / lengthSquared)) : 0
    let sx = px - t * ax
    let sy = py - t * ay
    let radius = startRadius + t * (endRadius - startRadius)
    let half = radius * radius - sx * sx - sy * sy
    guard half > 0 else { return nil }
    let depth = start.z + t * (end.z - start.z)
    return Interval(start: depth - half.squareRoot(), end: depth + half.squareRoot())
  }

  /// The rod with its radius `startDepth` smaller at one end and `endDepth` at the other.
  func shrunk(by startDepth: Double, _ endDepth: Double) -> Rod? {
    guard startRadius > startDepth, endRadius > endDepth else { return nil }
    return Rod(start, end, radii: startRadius - startDepth, endRadius - endDepth)
  }
}
