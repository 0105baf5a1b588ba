internal import Raster
internal import RasterKernels

extension Plane<Float> {
  /// The quantile 0.002 of the samples and the distance from there to the quantile 0.998, at least 1e-6, by nearest rank.
  ///
  /// What the network's input is scaled by. A plane has at least one sample.
  var greyRange: (low: Float, length: Float) {
    let last = Double(samples.count - 1)
    let ends = orderStatistics(of: samples, at: [0.002, 0.998].map { Int(($0 * last + 0.5).rounded(.down)) })
    return (ends[0], max(ends[1] - ends[0], 1e-6))
  }
}
