import Glibc
public import Raster

/// Convolves `plane` with a Gaussian of `sigmaX` by `sigmaY` pixels, cut off at three sigma; the border repeats outward.
public func gaussianBlurred(_ plane: Plane<Float>, sigmaX: Double, sigmaY: Double) -> Plane<Float> {
  guard plane.width > 0, plane.height > 0 else { return plane }
  var result = plane
  let width = plane.width
  let height = plane.height
  if sigmaX > 0 {
    let taps = gaussianTaps(sigma: sigmaX)
    let reach = taps.count / 2
    let source = result.samples
    result.withMutableSamples { samples in
      for y in 0..<height {
        for x in 0..<width {
          var sum: Float = 0
          for (i, tap) in taps.enumerated() {
            sum += tap * source[y * width + min(max(x + i - reach, 0), width - 1)]
          }
          samples[y * width + x] = sum
        }
      }
    }
  }
  if sigmaY > 0 {
    let taps = gaussianTaps(sigma: sigmaY)
    let reach = taps.count / 2
    let source = result.samples
    result.withMutableSamples { samples in
      for y in 0..<height {
        for x in 0..<width {
          var sum: Float = 0
          for (i, tap) in taps.enumerated() {
            sum += tap * source[min(max(y + i - reach, 0), height - 1) * width + x]
          }
          samples[y * width + x] = sum
        }
      }
    }
  }
  return result
}

/// The taps of a Gaussian of `sigma`, cut off at three sigma, adding up to 1.
func gaussianTaps(sigma: Double) -> [Float] {
  let reach = max(1, Int((3 * sigma).rounded(.up)))
  let weights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
  let total = weights.reduce(0, +)
  return weights.map { Float($0 / total) }
}
