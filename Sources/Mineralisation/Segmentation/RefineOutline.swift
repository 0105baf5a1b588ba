import Glibc
internal import Raster
internal import RasterKernels

/// Draws the outline of an accepted lesion on the radiograph's own pixels, where its contrast begins.
///
/// Inside a band of 1.5 mm on both sides of the network's contour a pixel belongs to the lesion where
/// `e + ½ (logit(p) − 0.6) > 0`, smoothed by 0.15 mm. `p` is the network's probability; it was trained for overlap, and its
/// log odds at the edge of lesions that were drawn into real films are 0.4 to 1. `e = (s − t) / t`, at most 1.5 either way,
/// compares the contrast `s` to the threshold `t`: 14 % of the lesion's peak (its 95 % quantile), but at least three times
/// the noise and at most half of the peak. Where a dense core has a faint halo, whose median half a millimetre to a whole one
/// inside the contour is 10 % of the peak or more, half of that median stands for the 14 % if it is less, 10 % at the least.
/// Pixels spread an edge over their neighbours: where half of the highest contrast of the eight pixels around is more than
/// that, this half is `t`, on films of pixels under 0.3 mm a smaller share of it in proportion.
/// `s` is the image, smoothed by 0.2 mm, less the tissue around: a mean of what is neither bone nor candidate, weighted by
/// distance over 2, 4 or 8 mm, whichever first has enough of it. The noise is 1.4826 times the median absolute deviation of
/// `s` from 1.5 to 6 mm outside.
struct OutlineRefinement {
  /// The radiograph.
  let radiograph: Radiograph
  /// Its pixels in mm.
  let scale: WorkingScale
  /// 1 where bone is bright, -1 where it is dark.
  let sign: Float
  /// The probability of mineralisation at the working scale.
  let mineral: Plane<Float>
  /// What tells nothing about the tissue around, at the working scale: bone, candidates and what lies 1.5 mm around them,
  /// what is no tissue.
  let excluded: Mask
  /// Where no lesion may be, at the working scale.
  let forbidden: Mask

  /// How far the outline may move from the network's contour, in mm.
  static let band = 1.5
  /// The network's log odds of mineralisation at the edge of lesions.
  private static let edgeLogOdds: Float = 0.6
  /// How far the ring reaches in which the noise is measured, in mm.
  private static let ring = 6.0
  /// The share of the contrast on the one side of an edge that its pixel on the other side has at least.
  private var sharpness: Float { Float(0.5 * min(1, (scale.x * scale.y).squareRoot() / 0.3)) }

  /// `placed` with its outline moved to the edge; `nil` where too little surrounds it or nothing stands out.
  func refined(_ placed: PlacedMask) -> PlacedMask? {
    guard let whole = placed.extent else { return nil }
    let around = grown(whole, by: LocalGround.reach)
    guard let ground = LocalGround(radiograph, under: placed, in: around, excluded: excluded, scale: scale)
    else { return nil }
    let band = banded(whole)
    let box = grown(whole, by: Self.ring).union(band)
    let smooth = gaussianBlurred(
      radiograph.samples.cropped(to: box), sigmaX: max(0.2 / scale.x, 0.6), sigmaY: max(0.2 / scale.y, 0.6))
    let contrast = ground.contrast(of: smooth, in: box, sign: sign)
    let outward = squaredDistance(to: placed.laid(in: box), within: Self.ring, spacingX: scale.x, spacingY: scale.y)
    let inner = band.moved(-box.x, -box.y)
    let seed = placed.laid(in: band)
    let inward = squaredDistance(to: seed.complement, within: Self.band, spacingX: scale.x, spacingY: scale.y)
    let near = contrast.cropped(to: inner)
    guard let threshold = threshold(contrast, outward, box, edge: Self.edge(of: near, inward)) else { return nil }
    let score = score(near, threshold, inward: inward, outward: outward.cropped(to: inner), band)
    return PlacedMask(mask: connected(score.reaching(0), with: seed), box: band)
  }

  /// `box` with `reach` mm on every side, cut to the radiograph.
  private func grown(_ box: PixelBox, by reach: Double) -> PixelBox {
    box.grown(
      Int((reach / scale.x).rounded(.up)), Int((reach / scale.y).rounded(.up)), within: radiograph.width,
      radiograph.height)
  }

  /// `box` with the band in which the outline may move and what smooths it, and a pixel more: beyond there is no lesion.
  private func banded(_ box: PixelBox) -> PixelBox {
    let reachX = Int((3 * smoothing.x).rounded(.up)) + 1
    let reachY = Int((3 * smoothing.y).rounded(.up)) + 1
    return grown(box, by: Self.band).grown(reachX, reachY, within: radiograph.width, radiograph.height)
  }

  /// The Gaussian that smooths what decides over a pixel, in pixels.
  private var smoothing: (x: Double, y: Double) { (max(0.15 / scale.x, 0.5), max(0.15 / scale.y, 0.5)) }

  /// The median contrast from half a millimetre to a whole one inside the contour: nearer to it lies the edge itself.
  private static func edge(of contrast: Plane<Float>, _ inward: Plane<Float>) -> Float? {
    let values = contrast.samples.span
    let into = inward.samples.span
    var edge: [Float] = []
    for i in into.indices where into[i] >= 0.25 && into[i] <= 1 { edge.append(values[i]) }
    return median(of: edge)
  }

  /// Where the contrast of the edge begins; both planes lie in `box`.
  private func threshold(_ contrast: Plane<Float>, _ outward: Plane<Float>, _ box: PixelBox, edge: Float?) -> Float? {
    var inside: [Float] = []
    var ring: [Float] = []
    let values = contrast.samples.span
    let barred = excluded.sampled(in: box, of: radiograph).plane.samples
    let bars = barred.span
    let away = outward.samples.span
    let (near, far) = (Float(Self.band * Self.band), Float(Self.ring * Self.ring))
    for i in away.indices {
      if away[i] == 0 {
        inside.append(values[i])
      } else if away[i] > near, away[i] < far, bars[i] == 0 {
        ring.append(values[i])
      }
    }
    guard ring.count >= 50, let peak = quantile(0.95, of: inside), peak > 0, let middle = median(of: ring),
      let spread = median(of: ring.map({ abs($0 - middle) }))
    else { return nil }
    var share = 0.14 * peak
    // Less than a tenth inside the contour is no halo: the contour lies outside the lesion.
    if let edge, edge >= 0.1 * peak { share = min(share, max(0.5 * edge, 0.1 * peak)) }
    return min(max(share, 3 * 1.4826 * spread), 0.5 * peak)
  }

  /// Above 0 where the lesion is; all planes lie in `box`.
  private func score(
    _ contrast: Plane<Float>, _ threshold: Float, inward: Plane<Float>, outward: Plane<Float>, _ box: PixelBox
  ) -> Plane<Float> {
    let barred = forbidden.sampled(in: box, of: radiograph).plane.samples
    let odds = logOdds(in: box).samples
    let limit = Float(Self.band * Self.band)
    var score = contrast
    let highest = dilated(contrast, halfWidth: 1, halfHeight: 1).samples
    let out = outward.samples.span
    let bars = barred.span
    let into = inward.samples.span
    let share = odds.span
    let around = highest.span
    let sharpness = sharpness
    score.withMutableSamples { samples in
      for i in samples.indices {
        if out[i] > limit || bars[i] != 0 {
          samples[i] = -2
        } else if into[i] > limit {
          samples[i] = 2
        } else {
          let least = max(threshold, sharpness * around[i])
          samples[i] = min(max(samples[i] / least - 1, -1.5), 1.5) + 0.5 * (share[i] - Self.edgeLogOdds)
        }
      }
    }
    return gaussianBlurred(score, sigmaX: smoothing.x, sigmaY: smoothing.y)
  }

  /// The log odds of mineralisation in `box`, at most 4 either way, interpolated from the working scale.
  private func logOdds(in box: PixelBox) -> Plane<Float> {
    var part = EnlargedPart(mineral, toWidth: radiograph.width, height: radiograph.height, box: box)
    part.withMutableValues { values in
      for i in values.indices {
        let p = min(max(Double(values[i]), 0.018), 0.982)
        values[i] = Float(log(p / (1 - p)))
      }
    }
    return part.sampled()
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

extension Mask {
  /// What the mask, laid over the whole of `radiograph`, says of each pixel in `box`.
  func sampled(in box: PixelBox, of radiograph: Radiograph) -> Mask {
    let columns = (box.x..<box.endX).map { min(width - 1, (2 * $0 + 1) * width / (2 * radiograph.width)) }
    var result = Mask(width: box.width, height: box.height)
    let bytes = plane.samples.span
    let places = columns.span
    result.withMutableBytes { samples in
      for y in 0..<box.height {
        let from = min(height - 1, (2 * (box.y + y) + 1) * height / (2 * radiograph.height)) * width
        let row = bytes.extracting(from..<from + width)
        var out = samples._mutatingExtracting(y * box.width..<(y + 1) * box.width)
        for x in out.indices { out[x] = row[places[x]] }
      }
    }
    return result
  }
}
