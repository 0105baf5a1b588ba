import Glibc
internal import Raster
internal import RasterKernels

/// Draws the outline of an accepted lesion on the radiograph's own pixels, where its contrast begins.
///
/// Inside a band of 1.5 mm on both sides of the network's contour a pixel belongs to the lesion where
/// `e + ½ logit(p) > 0`, smoothed by 0.15 mm. `p` is the network's probability; `e = (s − t) / t`, at most 1.5 either
/// way, compares the contrast `s` to the threshold `t`: 14 % of the lesion's peak (its 95 % quantile), but at least three times
/// the noise and at most half of the peak. `s` is the image, smoothed by 0.2 mm, less the tissue around: a mean of what
/// is neither bone nor candidate, weighted by distance over 2, 4 or 8 mm, whichever first has enough of it. The noise is
/// 1.4826 times the median absolute deviation of `s` from 1.5 to 6 mm outside.
struct OutlineRefinement {
  /// The radiograph.
  let radiograph: Radiograph
  /// Its pixels in mm.
  let scale: WorkingScale
  /// 1 where bone is bright, -1 where it is dark.
  let sign: Float
  /// The log odds of mineralisation at the working scale, at most 4 either way.
  let logOdds: Plane<Float>
  /// What tells nothing about the tissue around, at the working scale: bone, candidates and what lies 1.5 mm around them,
  /// what is no tissue.
  let excluded: Mask
  /// Where no lesion may be, at the working scale.
  let forbidden: Mask

  /// How far the outline may move from the network's contour, in mm.
  static let band = 1.5

  /// `placed` with its outline moved to the edge; `nil` where too little surrounds it or nothing stands out.
  func refined(_ placed: PlacedMask) -> PlacedMask? {
    guard let tight = placed.mask.boundingBox else { return nil }
    let whole = PixelBox(x: placed.box.x + tight.x, y: placed.box.y + tight.y, width: tight.width, height: tight.height)
    let box = whole.grown(
      Int((14 / scale.x).rounded(.up)), Int((14 / scale.y).rounded(.up)), within: radiograph.width, radiograph.height)
    let body = placed.laid(in: box)
    let outward = squaredDistance(to: body, spacingX: scale.x, spacingY: scale.y)
    let smooth = gaussianBlurred(
      radiograph.samples.cropped(to: box), sigmaX: max(0.2 / scale.x, 0.6), sigmaY: max(0.2 / scale.y, 0.6))
    let free = free(outward, box)
    guard let ground = LocalGround(smooth, free: free, scale: scale)?.plane,
      let threshold = threshold(smooth, ground, body, free, outward)
    else { return nil }
    let score = score(smooth, ground, threshold, body, outward, box)
    return PlacedMask(mask: connected(score.reaching(0), with: body), box: box)
  }

  /// What shows the tissue around: 1.5 to 12 mm away and not excluded.
  private func free(_ outward: Plane<Float>, _ box: PixelBox) -> Mask {
    let barred = excluded.sampled(in: box, of: radiograph)
    let near = Float(Self.band * Self.band)
    var result = Mask(width: box.width, height: box.height)
    let squared = outward.samples.span
    let bars = barred.span
    result.withMutableBytes { bytes in
      for i in bytes.indices where squared[i] > near && squared[i] < 144 && !bars[i] { bytes[i] = 1 }
    }
    return result
  }

  private func threshold(
    _ smooth: Plane<Float>, _ ground: Plane<Float>, _ body: Mask, _ free: Mask, _ outward: Plane<Float>
  ) -> Float? {
    var inside: [Float] = []
    var ring: [Float] = []
    for i in smooth.samples.indices {
      let squared = outward.samples[i]
      guard squared == 0 || squared < 36 && free.plane.samples[i] != 0 else { continue }
      let contrast = sign * (smooth.samples[i] - ground.samples[i])
      if squared == 0 { inside.append(contrast) } else { ring.append(contrast) }
    }
    guard ring.count >= 50, let peak = quantile(0.95, of: inside), peak > 0, let middle = median(of: ring),
      let spread = median(of: ring.map({ abs($0 - middle) }))
    else { return nil }
    return min(max(0.14 * peak, 3 * 1.4826 * spread), 0.5 * peak)
  }

  private func score(
    _ smooth: Plane<Float>, _ ground: Plane<Float>, _ threshold: Float, _ body: Mask, _ outward: Plane<Float>,
    _ box: PixelBox
  ) -> Plane<Float> {
    let barred = forbidden.sampled(in: box, of: radiograph)
    let odds = resizedBilinear(logOdds, toWidth: radiograph.width, height: radiograph.height, box: box).samples
    let inward = squaredDistance(to: body.complement, spacingX: scale.x, spacingY: scale.y).samples
    let limit = Float(Self.band * Self.band)
    var score = smooth
    let out = outward.samples.span
    let floor = ground.samples.span
    score.withMutableSamples { samples in
      for i in samples.indices {
        if out[i] > limit || barred[i] {
          samples[i] = -2
        } else if inward[i] > limit {
          samples[i] = 2
        } else {
          let excess = sign * (samples[i] - floor[i]) / threshold - 1
          samples[i] = min(max(excess, -1.5), 1.5) + 0.5 * odds[i]
        }
      }
    }
    return gaussianBlurred(score, sigmaX: max(0.15 / scale.x, 0.5), sigmaY: max(0.15 / scale.y, 0.5))
  }

  /// The components of `mask` that `body` touches.
  private func connected(_ mask: Mask, with body: Mask) -> Mask {
    let labels = labelComponents(of: mask)
    var kept = [Bool](repeating: false, count: labels.count + 1)
    for (label, byte) in zip(labels.plane.samples, body.plane.samples) where label > 0 && byte != 0 {
      kept[Int(label)] = true
    }
    return Mask(width: mask.width, height: mask.height, bytes: labels.plane.samples.map { kept[Int($0)] ? 1 : 0 })
  }
}

/// The values that the tissue around would have under a lesion.
struct LocalGround {
  /// One value per pixel of the image.
  let plane: Plane<Float>

  /// The ground of `image`, known where `free`, at half a millimetre; `nil` where hardly anything is free.
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
      let sum = boxGaussianBlurred(values, sigmaX: reach / pitchX, sigmaY: reach / pitchY)
      let weight = boxGaussianBlurred(weights, sigmaX: reach / pitchX, sigmaY: reach / pitchY)
      ground.withMutableSamples { samples in
        for i in samples.indices where samples[i].isNaN && weight.samples[i] > least {
          samples[i] = sum.samples[i] / weight.samples[i]
        }
      }
    }
    guard let middle = median(of: ground.samples.filter { !$0.isNaN }) else { return nil }
    ground.withMutableSamples { samples in for i in samples.indices where samples[i].isNaN { samples[i] = middle } }
    let smooth = gaussianBlurred(ground, sigmaX: 1 / pitchX, sigmaY: 1 / pitchY)
    plane = resizedBilinear(
      smooth, toWidth: image.width, height: image.height,
      box: PixelBox(x: 0, y: 0, width: image.width, height: image.height))
  }
}

extension PlacedMask {
  /// The pixels inside `box`, which may be larger or smaller than the mask's own.
  func laid(in box: PixelBox) -> Mask {
    var result = Mask(width: box.width, height: box.height)
    let shared = self.box.intersection(box)
    let bytes = mask.plane.samples.span
    result.withMutableBytes { inside in
      for y in shared.y..<shared.endY {
        let from = (y - self.box.y) * self.box.width - self.box.x
        let to = (y - box.y) * box.width - box.x
        for x in shared.x..<shared.endX { inside[to + x] = bytes[from + x] }
      }
    }
    return result
  }
}

extension Mask {
  /// What the mask, laid over the whole of `radiograph`, says of each pixel in `box`.
  func sampled(in box: PixelBox, of radiograph: Radiograph) -> [Bool] {
    let columns = (box.x..<box.endX).map { min(width - 1, (2 * $0 + 1) * width / (2 * radiograph.width)) }
    var result: [Bool] = []
    result.reserveCapacity(box.width * box.height)
    let bytes = plane.samples.span
    for y in box.y..<box.endY {
      let row = min(height - 1, (2 * y + 1) * height / (2 * radiograph.height)) * width
      for x in columns { result.append(bytes[row + x] != 0) }
    }
    return result
  }
}
