internal import Raster
internal import RasterKernels

/// The ends of a plane's grey scale, in one look at its values.
struct GreyEnds: Sendable {
  /// The quantiles 0.002 and 0.998, the ranks cut off: what the field and the polarity are judged by.
  let low: Float
  /// The upper one.
  let high: Float
  /// The same by the nearest ranks, and what lies between, at least 1e-6: what the network's input is scaled by.
  let range: (low: Float, length: Float)
  /// The least value.
  let least: Float
  /// The greatest value.
  let most: Float
  /// How many values lie where.
  let ordered: OrderedValues

  /// The ends of `plane`, which has at least one sample.
  init(_ plane: Plane<Float>) {
    ordered = OrderedValues(plane.samples)
    let last = plane.samples.count - 1
    let shares = [0.002, 0.998]
    let cut = shares.map { Int($0 * Double(last)) }
    let nearest = shares.map { Int(($0 * Double(last) + 0.5).rounded(.down)) }
    let found = ordered.values(at: cut + nearest + [0, last])
    (low, high) = (found[0], found[1])
    range = (found[2], max(found[3] - found[2], 1e-6))
    (least, most) = (found[4], found[5])
  }

  /// The levels below which `shares` of the samples lie, 0 … 1 as the network's input is scaled.
  func levels(of shares: [Double]) -> [Double] {
    let last = Double(ordered.count - 1)
    return ordered.values(at: shares.map { Int($0 * last) }).map {
      Double(min(max(($0 - range.low) / range.length, 0), 1))
    }
  }
}
