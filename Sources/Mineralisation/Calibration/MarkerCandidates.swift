import Raster
import RasterKernels

/// Bright bodies that hold a large enough disc: where a marker may be.
///
/// The image is reduced to at most 1,600 pixels a side and cut at several levels, as nobody knows how bright the marker
/// stands above its surroundings. In each body the largest inscribed disc is the first guess, which a stem, a collar or a
/// letter beside the marker does not move.
func markerCandidates(_ source: GreySource) -> [RoundOutline] {
  let factor = max(1, (max(source.samples.width, source.samples.height) + 1599) / 1600)
  let reduced = reduced(source, by: factor)
  let (low, high) = valueRange(reduced)
  guard high > low else { return [] }
  var found: [RoundOutline] = []
  for share: Float in [0.95, 0.85, 0.75, 0.65, 0.5] {
    let level = low + share * (high - low)
    let mask = Mask(width: reduced.width, height: reduced.height, bytes: reduced.samples.map { $0 >= level ? 1 : 0 })
    for disc in inscribedDiscs(mask) where !found.contains(where: { isSame($0, disc, factor) }) {
      found.append(enlarged(disc, by: factor))
    }
  }
  return found
}

/// Marker diameters that are looked for, in pixels of the reduced image and as a share of its shorter side.
private let smallestDisc = 4.0
private let largestShare = 0.6

private func inscribedDiscs(_ mask: Mask) -> [RoundOutline] {
  let labels = labelComponents(of: mask, connectivity: .four)
  let largest = largestShare * Double(min(mask.width, mask.height))
  return labels.boundingBoxes.enumerated().compactMap { i, box in
    guard let box, Double(min(box.width, box.height)) >= smallestDisc, Double(min(box.width, box.height)) <= largest,
      box.width <= 3 * box.height, box.height <= 3 * box.width
    else { return nil }
    let part = labels.mask(of: i + 1, in: box)
    var own = Mask(width: box.width + 2, height: box.height + 2)
    for y in 0..<box.height {
      for x in 0..<box.width where part[x, y] { own[x + 1, y + 1] = true }
    }
    let inward = squaredDistance(to: holesFilled(own).complement)
    guard let deepest = inward.samples.indices.max(by: { inward.samples[$0] < inward.samples[$1] }) else { return nil }
    let radius = Double(inward.samples[deepest]).squareRoot() - 0.5
    guard 2 * radius >= smallestDisc else { return nil }
    let place = Point(
      Double(box.x - 1 + deepest % inward.width), Double(box.y - 1 + deepest / inward.width))
    return RoundOutline(centre: place, radius: radius)
  }
}

private func isSame(_ full: RoundOutline, _ reduced: RoundOutline, _ factor: Int) -> Bool {
  let other = enlarged(reduced, by: factor)
  let dx = full.centre.x - other.centre.x
  let dy = full.centre.y - other.centre.y
  let near = 0.15 * min(full.radius, other.radius) + Double(factor)
  return dx * dx + dy * dy <= near * near && abs(full.radius - other.radius) <= near
}

private func enlarged(_ disc: RoundOutline, by factor: Int) -> RoundOutline {
  let scale = Double(factor)
  return RoundOutline(
    centre: Point((disc.centre.x + 0.5) * scale - 0.5, (disc.centre.y + 0.5) * scale - 0.5),
    radius: disc.radius * scale)
}

/// The means of blocks of `factor` by `factor` pixels, bright where metal is.
private func reduced(_ source: GreySource, by factor: Int) -> Plane<Float> {
  let width = source.samples.width / factor
  let height = source.samples.height / factor
  var result = Plane<Float>(width: width, height: height, repeating: 0)
  let samples = source.samples.samples
  let span = samples.span
  let stride = source.samples.width
  let area = Float(factor * factor)
  let isInverted = source.isInverted
  result.withMutableSamples { out in
    for y in 0..<height {
      for x in 0..<width {
        var sum: UInt64 = 0
        for row in 0..<factor {
          let start = (y &* factor &+ row) &* stride &+ x &* factor
          for column in 0..<factor { sum &+= UInt64(span[start &+ column]) }
        }
        let mean = Float(sum) / area
        out[y &* width &+ x] = isInverted ? 65535 - mean : mean
      }
    }
  }
  return result
}

/// The values under which 2 % and all but 0.01 % of the pixels lie.
private func valueRange(_ plane: Plane<Float>) -> (low: Float, high: Float) {
  var histogram = [Int](repeating: 0, count: 4096)
  for value in plane.samples { histogram[min(4095, max(0, Int(value / 16)))] += 1 }
  func quantile(_ share: Double) -> Float {
    var left = Int(share * Double(plane.samples.count))
    for (bin, count) in histogram.enumerated() {
      left -= count
      if left < 0 { return Float(bin * 16) }
    }
    return 65535
  }
  return (quantile(0.02), quantile(0.9999))
}
