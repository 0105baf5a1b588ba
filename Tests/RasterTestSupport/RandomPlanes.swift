public import Raster

extension Plane where Sample == Float {
  /// A seeded plane of whole values between 0 and 65,535.
  public static func random(width: Int, height: Int, seed: UInt64) -> Plane<Float> {
    let stored = Plane<UInt16>.random(width: width, height: height, seed: seed)
    return Plane(width: width, height: height, samples: stored.samples.map(Float.init))
  }
}

extension Plane where Sample == UInt16 {
  /// A seeded plane of values between 0 and `highest`.
  public static func random(width: Int, height: Int, highest: UInt16 = .max, seed: UInt64) -> Plane<UInt16> {
    var generator = SplitMix64(seed: seed)
    return Plane(
      width: width, height: height,
      samples: (0..<width * height).map { _ in UInt16.random(in: 0...highest, using: &generator) })
  }
}
