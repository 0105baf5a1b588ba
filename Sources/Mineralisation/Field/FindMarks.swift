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

  /// Looks for marks in `proposals`.
  ///
  /// A pixel is a mark where that is at least as probable as mineral. A piece in which mineral has a mean probability of 0.4 or more
  /// is mineral: the bright part of a lesion, which equalisation and sharpening brighten, answers as both. Of 2,500 such pieces on
  /// ordinary films with lesions drawn in, equalised or sharpened, those that are none reach 0.38, but for two of six pixels.
  init(_ proposals: Proposals, pitchX: Double, pitchY: Double) {
    let found = [NetworkClass.letters, .metal].map { Self.found($0, proposals) }
    letters = dilated(found[0].marks, radius: 0.5, spacingX: pitchX, spacingY: pitchY)
    metal = dilated(found[1].marks, radius: 0.5, spacingX: pitchX, spacingY: pitchY)
    mineral = found[0].mineral.union(found[1].mineral).subtracting(letters.union(metal))
  }

  private static func found(_ name: NetworkClass, _ proposals: Proposals) -> (marks: Mask, mineral: Mask) {
    let half = proposals.mask(of: name, reaching: 0.5)
    guard let box = half.boundingBox else { return (half, half) }
    let mineral = proposals.values(of: .mineralisation, in: box)
    let all = likely(proposals.values(of: name, in: box), over: mineral)
    let labels = labelComponents(of: all)
    let isMineral = zip(labels.sums(of: mineral), labels.pixelCounts).map { $0 >= 0.4 * Float($1) }
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
  /// For each label, index `label`, the sum of its pixels' values in `plane`, of the same size.
  fileprivate func sums(of plane: Plane<Float>) -> [Float] {
    let samples = plane.samples.span
    var sums = [Float](repeating: 0, count: count + 1)
    for run in runs {
      for x in run.start..<run.end { sums[run.label] += samples[run.y * plane.width + x] }
    }
    return sums
  }
}
