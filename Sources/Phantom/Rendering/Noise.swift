import Raster

/// Seeded numbers and fields of them.
struct NoiseSource {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A number in 0..<1.
  mutating func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

  /// A number between two others.
  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + uniform() * (high - low) }

  /// A normal number, nearly: the sum of four uniform ones, scaled to a variance of 1; beyond 3.46 nothing occurs.
  ///
  /// It needs one call of the generator and no function that differs between mathematics libraries.
  mutating func normal() -> Float {
    let bits = generator.next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return (Float(sum) - 131_070) / 37_837.2
  }

  /// A field of independent normal numbers.
  mutating func whiteField(width: Int, height: Int) -> Plane<Float> {
    var field = Plane<Float>(width: width, height: height, repeating: 0)
    field.withMutableSamples { samples in for i in samples.indices { samples[i] = normal() } }
    return field
  }

  /// A smooth field of mean 0 and variance 1 whose features are about `sigmaX` by `sigmaY` pixels.
  mutating func smoothField(width: Int, height: Int, sigmaX: Double, sigmaY: Double) -> Plane<Float> {
    var field = whiteField(width: width, height: height).blurred(sigmaX: sigmaX, sigmaY: sigmaY)
    var sum = 0.0
    var squares = 0.0
    for value in field.samples {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let mean = sum / Double(field.samples.count)
    let deviation = max(1e-12, squares / Double(field.samples.count) - mean * mean).squareRoot()
    field.withMutableSamples { samples in
      for i in samples.indices { samples[i] = (samples[i] - Float(mean)) / Float(deviation) }
    }
    return field
  }
}
