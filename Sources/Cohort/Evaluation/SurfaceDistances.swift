import Raster
import RasterKernels

/// How far the outlines of two masks lie apart, in millimetres.
///
/// An outline is the pixels of the mask that share an edge with a pixel outside it or with the image's edge. Distances lead
/// from each outline pixel of one to the nearest of the other, centre to centre.
public struct SurfaceDistances: Sendable, Equatable {
  /// The mean over the outline pixels of both masks: the average symmetric surface distance.
  public let mean: Double
  /// The 95 % Hausdorff distance: the larger of both directions' 95 % quantile, linear between neighbours.
  ///
  /// Of each direction its own quantile, as Maier-Hein and Reinke (Metrics reloaded, Nature Methods 2024) define it; taken
  /// over both at once it would be smaller.
  public let hausdorff95: Double

  /// The distances between `first` and `second`; `nil` where one is empty.
  ///
  /// - Precondition: both have the same size.
  init?(_ first: Mask, _ second: Mask, spacing: Double) {
    guard let box = first.union(second).boundingBox else { return nil }
    let one = outline(of: first.cropped(to: box))
    let other = outline(of: second.cropped(to: box))
    guard !one.isEmpty, !other.isEmpty else { return nil }
    let there = distances(from: one, to: other, spacing: spacing)
    let back = distances(from: other, to: one, spacing: spacing)
    mean = (there.reduce(0, +) + back.reduce(0, +)) / Double(there.count + back.count)
    hausdorff95 = max(quantile(0.95, of: there) ?? 0, quantile(0.95, of: back) ?? 0)
  }

  /// Both distances set to the diagonal of the image: what stands for an outline that is not there.
  init(diagonalOf truth: TruthCase) {
    let (width, height) = (Double(truth.width) * truth.spacing, Double(truth.height) * truth.spacing)
    mean = (width * width + height * height).squareRoot()
    hausdorff95 = mean
  }
}

/// The pixels of `mask` with an edge neighbour outside it; outside the plane is outside.
private func outline(of mask: Mask) -> Mask {
  var result = mask
  let bytes = mask.plane.samples.span
  let (width, height) = (mask.width, mask.height)
  result.withMutableBytes { out in
    for y in 0..<height {
      for x in 0..<width {
        let i = y * width + x
        guard bytes[i] != 0, x > 0, y > 0, x < width - 1, y < height - 1 else { continue }
        if bytes[i - 1] & bytes[i + 1] & bytes[i - width] & bytes[i + width] != 0 { out[i] = 0 }
      }
    }
  }
  return result
}

private func distances(from outline: Mask, to other: Mask, spacing: Double) -> [Double] {
  let squared = squaredDistance(to: other)
  let (bytes, samples) = (outline.plane.samples.span, squared.samples.span)
  var distances: [Double] = []
  for i in bytes.indices where bytes[i] != 0 { distances.append(Double(samples[i]).squareRoot() * spacing) }
  return distances
}
