/// How one person and one exposure differ from another, drawn from a seed.
struct Variation {
  /// The size of the bones.
  let size: Double
  /// The angle between the neck and the shaft, in degrees.
  let neckAngle: Double
  /// The thickness of cortex, as a factor.
  let cortex: Double
  /// How much soft tissue there is, as a factor.
  let girth: Double
  /// Small shifts of lesions and fat planes.
  var jitter: NoiseSource

  init(seed: UInt64) {
    var source = NoiseSource(seed: seed &* 0x9E37_79B9 &+ 0x51)
    size = source.uniform(0.95, 1.05)
    neckAngle = source.uniform(124, 131)
    cortex = source.uniform(0.9, 1.1)
    girth = source.uniform(0.93, 1.07)
    jitter = source
  }
}
