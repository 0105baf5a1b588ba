internal import Raster
internal import RasterKernels

/// The values that the tissue around would have under a lesion.
struct LocalGround {
  /// How near a lesion the tissue around is looked at, in mm.
  private static let nearest = 1.25
  /// And how far from it.
  private static let farthest = 12.0
  /// The same with two millimetres for its smoothing.
  static let reach = 14.0

  /// The surroundings at half a millimetre.
  private let grid: Grid
  /// The values there.
  private let coarse: Plane<Float>

  /// The ground of `radiograph` under `placed`, in `box` around it; `nil` where hardly anything shows it.
  ///
  /// - Parameter excluded: What tells nothing about it, laid over the whole radiograph.
  init?(_ radiograph: Radiograph, under placed: PlacedMask, in box: PixelBox, excluded: Mask, scale: WorkingScale) {
    grid = Grid(box, pitch: 0.5, scale: scale)
    let (width, height, pitchX, pitchY) = (grid.width, grid.height, grid.pitchX, grid.pitchY)
    let away = squaredDistance(
      to: grid.touched(by: placed), within: Self.farthest, spacingX: pitchX, spacingY: pitchY
    ).samples
    let free = grid.free(of: excluded, over: radiograph)
    var values = grid.image(of: radiograph)
    var weights = Plane<Float>(width: width, height: height, repeating: 1)
    let (near, far) = (Float(Self.nearest * Self.nearest), Float(Self.farthest * Self.farthest))
    for i in free.indices where !(free[i] && away[i] > near && away[i] < far) {
      values[i % width, i / width] = 0
      weights[i % width, i / width] = 0
    }
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

  /// `image`, which shows `box` of the radiograph, less the ground there, times `sign`.
  func contrast(of image: Plane<Float>, in box: PixelBox, sign: Float) -> Plane<Float> {
    let ground = resizedBilinear(
      coarse, toWidth: grid.box.width, height: grid.box.height, box: box.moved(-grid.box.x, -grid.box.y)
    ).samples
    let floor = ground.span
    var result = image
    result.withMutableSamples { samples in
      for i in samples.indices { samples[i] = sign * (samples[i] - floor[i]) }
    }
    return result
  }
}
