internal import Raster
internal import RasterKernels

/// The values that the tissue around would have under a lesion.
struct LocalGround {
  /// The values at half a millimetre.
  private let coarse: Plane<Float>

  /// The ground of `image`, known where `free`; `nil` where hardly anything is free.
  init?(_ image: Plane<Float>, free: Mask, scale: WorkingScale) {
    let width = max(1, Int((Double(image.width) * scale.x / 0.5).rounded()))
    let height = max(1, Int((Double(image.height) * scale.y / 0.5).rounded()))
    let pitchX = Double(image.width) * scale.x / Double(width)
    let pitchY = Double(image.height) * scale.y / Double(height)
    var weighted = image
    let bytes = free.plane.samples.span
    weighted.withMutableSamples { samples in for i in samples.indices where bytes[i] == 0 { samples[i] = 0 } }
    let values = areaReduced(weighted, toWidth: width, height: height)
    let weights = areaReduced(free.floats, toWidth: width, height: height)
    var ground = Plane<Float>(width: width, height: height, repeating: .nan)
    for (reach, least) in [(2, 0.15), (4, 0.05), (8, 0.05)] as [(Double, Float)] {
      let sums = boxGaussianBlurred(values, sigmaX: reach / pitchX, sigmaY: reach / pitchY).samples
      let weight = boxGaussianBlurred(weights, sigmaX: reach / pitchX, sigmaY: reach / pitchY).samples
      ground.withMutableSamples { samples in
        for i in samples.indices where samples[i].isNaN && weight[i] > least { samples[i] = sums[i] / weight[i] }
      }
    }
    guard let middle = median(of: ground.samples.filter { !$0.isNaN }) else { return nil }
    ground.withMutableSamples { samples in for i in samples.indices where samples[i].isNaN { samples[i] = middle } }
    coarse = gaussianBlurred(ground, sigmaX: 1 / pitchX, sigmaY: 1 / pitchY)
  }

  /// `image` less the ground in `box`, times `sign`; `image` is what the ground was made of.
  func contrast(of image: Plane<Float>, in box: PixelBox, sign: Float) -> Plane<Float> {
    let ground = resizedBilinear(coarse, toWidth: image.width, height: image.height, box: box).samples
    let floor = ground.span
    var result = image.cropped(to: box)
    result.withMutableSamples { samples in
      for i in samples.indices { samples[i] = sign * (samples[i] - floor[i]) }
    }
    return result
  }
}
