internal import Raster
internal import RasterKernels

/// Letters and metal as the network tells them from mineral, at the working scale.
struct Marks: Sendable, Equatable {
  /// Letters, stamps and text, with half a millimetre around them.
  let letters: Mask
  /// Implants, rulers and balls, with half a millimetre around them.
  let metal: Mask
  /// What was answered as letters or metal, but is the bright part of something that looks like mineral.
  let mineral: Mask

  /// Looks for marks in `proposals`, for which the image was `shown` to the network so.
  ///
  /// A pixel is a mark where that is at least as probable as mineral. A piece of which the network is nowhere sure (0.9),
  /// and whose edge touches mineral along three tenths, is mineral: sharpening and equalisation brighten thin lesions. So
  /// is a sure one that mineral surrounds along eight tenths of its edge and that is not as bright as metal: under nine
  /// tenths of the image's range.
  init(_ proposals: Proposals, shown: Plane<Float>, pitchX: Double, pitchY: Double) {
    let around = dilated(proposals.mask(of: .mineralisation, reaching: 0.5), radius: 1.01)
    let found = [NetworkClass.letters, .metal].map { Self.found($0, proposals, shown, around) }
    letters = dilated(found[0].marks, radius: 0.5, spacingX: pitchX, spacingY: pitchY)
    metal = dilated(found[1].marks, radius: 0.5, spacingX: pitchX, spacingY: pitchY)
    mineral = found[0].mineral.union(found[1].mineral).subtracting(letters.union(metal))
  }

  private static func found(
    _ name: NetworkClass, _ proposals: Proposals, _ shown: Plane<Float>, _ around: Mask
  ) -> (marks: Mask, mineral: Mask) {
    let half = proposals.mask(of: name, reaching: 0.5)
    guard let tight = half.boundingBox else { return (half, half) }
    // An edge is told by the pixels beside it.
    let box = tight.grown(2, 2, within: half.width, half.height)
    let values = proposals.values(of: name, in: box)
    let all = likely(values, over: proposals.values(of: .mineralisation, in: box))
    let labels = labelComponents(of: all)
    let edge = all.subtracting(eroded(all, radius: 1.01))
    let lengths = labels.counts(of: edge)
    let shared = labels.counts(of: edge.intersection(around.cropped(to: box)))
    let sure = labels.counts(of: values) { $0 >= 0.9 }
    let counts = labels.pixelCounts
    let brightness = labels.sums(of: shown, in: box)
    let isMineral = counts.indices.map { label in
      let isDim = brightness[label] < 0.9 * Float(counts[label])
      let isSure = sure[label] > 0
      return 10 * shared[label] >= (isSure ? 8 : 3) * lengths[label] && (isDim || !isSure)
    }
    let part = labels.mask(keeping: isMineral)
    return (
      all.subtracting(part).placed(in: box, width: half.width, height: half.height),
      part.placed(in: box, width: half.width, height: half.height)
    )
  }

  /// Where `values` reaches one half and is no lower than `other`.
  private static func likely(_ values: Plane<Float>, over other: Plane<Float>) -> Mask {
    var result = Mask(width: values.width, height: values.height)
    let probable = values.samples.span
    let rival = other.samples.span
    result.withMutableFlags { bytes in
      for i in bytes.indices { bytes[i] = probable[i] >= 0.5 && probable[i] >= rival[i] ? 1 : 0 }
    }
    return result
  }
}

extension LabelMap {
  /// For each label of a map of `box`, index `label`, the sum of its pixels' values in `plane`.
  fileprivate func sums(of plane: Plane<Float>, in box: PixelBox) -> [Float] {
    let samples = plane.samples.span
    var sums = [Float](repeating: 0, count: count + 1)
    for run in runs {
      let row = (box.y + run.y) * plane.width + box.x
      for x in run.start..<run.end { sums[run.label] += samples[row + x] }
    }
    return sums
  }
}
