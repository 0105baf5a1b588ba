import Glibc
internal import Raster
internal import RasterKernels

/// How a candidate stands out from what surrounds it, measured on the radiograph itself.
struct ContrastMeasurement: Sendable, Equatable {
  /// What the candidate's 70 % quantile rises over the median of the ring 0.7 to 2.7 mm around it, in units of the local noise.
  var contrastToNoise: Double
  /// The median of the ring, in stored values with bone bright.
  var ground: Double
}

/// Measures candidates against their surroundings.
///
/// Smoothed by 0.4 mm, at 0.25 mm or the radiograph's own pixels where those are larger. The noise is 1.4826 times the
/// median absolute deviation of the image less its mean over 3 mm, between 2 and 14 mm around the candidate. Bone, other
/// candidates and what is no tissue do not count.
struct ContrastGate {
  /// The radiograph.
  let radiograph: Radiograph
  /// Its pixels in mm.
  let scale: WorkingScale
  /// 1 where bone is bright, -1 where it is dark.
  let sign: Float
  /// What is no soft tissue, at the working scale: bone, candidates, everything outside the field.
  let excluded: Mask

  /// Measures `candidate`; `nil` where it is empty or nothing surrounds it.
  func measure(_ candidate: PlacedMask) -> ContrastMeasurement? {
    let reachX = Int((14 / scale.x).rounded(.up))
    let reachY = Int((14 / scale.y).rounded(.up))
    let box = candidate.box.grown(reachX, reachY, within: radiograph.width, radiograph.height)
    let pitch = max(0.25, scale.mean)
    let grid = Grid(box, pitch: pitch, scale: scale)
    let inside = grid.reduced(candidate)
    guard !inside.isEmpty else { return nil }
    let smooth = gaussianBlurred(grid.image(of: radiograph), sigmaX: 0.4 / pitch, sigmaY: 0.4 / pitch)
    let coarse = boxGaussianBlurred(smooth, sigmaX: 3 / pitch, sigmaY: 3 / pitch)
    let free = grid.free(of: excluded, over: radiograph)
    return judge(inside, smooth, coarse, free, squaredDistance(to: inside, spacingX: pitch, spacingY: pitch))
  }

  private func judge(
    _ inside: Mask, _ smooth: Plane<Float>, _ coarse: Plane<Float>, _ free: [Bool], _ distance: Plane<Float>
  ) -> ContrastMeasurement? {
    var body: [Float] = []
    var ring: [Float] = []
    var noise: [Float] = []
    let greys = smooth.samples.span
    let means = coarse.samples.span
    let away = distance.samples.span
    for i in greys.indices {
      let value = sign * greys[i]
      let squared = away[i]
      if squared == 0 { body.append(value) }
      guard free[i] else { continue }
      if squared >= 0.49, squared <= 7.29 { ring.append(value) }
      if squared >= 4, squared <= 196 { noise.append(greys[i] - means[i]) }
    }
    guard ring.count >= 8, noise.count >= 50, let top = quantile(0.7, of: body), let ground = median(of: ring),
      let middle = median(of: noise), let spread = median(of: noise.map { abs($0 - middle) })
    else { return nil }
    let sigma = max(1.4826 * spread, 1e-6)
    return ContrastMeasurement(contrastToNoise: Double((top - ground) / sigma), ground: Double(ground))
  }
}
