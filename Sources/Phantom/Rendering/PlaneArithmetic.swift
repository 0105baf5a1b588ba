import Raster

extension Plane where Sample == Float {
  /// Adds `factor` times another plane of the same size.
  mutating func add(_ other: Plane<Float>, times factor: Float = 1) {
    precondition(width == other.width && height == other.height, "Planes of different sizes")
    let values = other.samples.span
    withMutableSamples { own in for i in own.indices { own[i] += factor * values[i] } }
  }

  /// Multiplies by another plane of the same size.
  mutating func multiply(by other: Plane<Float>) {
    precondition(width == other.width && height == other.height, "Planes of different sizes")
    let values = other.samples.span
    withMutableSamples { own in for i in own.indices { own[i] *= values[i] } }
  }

  /// The pixels at or above `threshold`.
  func atLeast(_ threshold: Float) -> Mask {
    Mask(width: width, height: height, bytes: samples.map { $0 >= threshold ? 1 : 0 })
  }
}
