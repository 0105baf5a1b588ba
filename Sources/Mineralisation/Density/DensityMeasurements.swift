/// The grey values of a lesion, and what they are beside its surroundings.
///
/// Uncalibrated grey is not density.
public struct DensityMeasurements: Sendable, Equatable {
  /// The mean of the stored values.
  public var mean: Double
  /// Their median.
  public var median: Double
  /// Their tenth percentile.
  public var p10: Double
  /// Their ninetieth percentile.
  public var p90: Double
  /// Their standard deviation.
  public var sd: Double
  /// The mean over the local soft tissue, in stored values, bright where mineral is; absent without soft tissue around.
  public var contrastToSoftTissue: Double?
  /// 0 at local soft tissue, 1 at local cortical bone; absent where either is unknown.
  public var relativeDensity: Double?
  /// ``contrastToSoftTissue`` over the local noise.
  public var cnr: Double?

  /// Grey values of a lesion; the references still absent.
  public init(mean: Double, median: Double, p10: Double, p90: Double, sd: Double) {
    self.mean = mean
    self.median = median
    self.p10 = p10
    self.p90 = p90
    self.sd = sd
  }
}
