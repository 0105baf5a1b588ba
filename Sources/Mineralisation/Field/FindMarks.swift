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
  /// A pixel is a mark where that is at least as probable as mineral. A piece of which the network is nowhere sure (0.9),
  /// and whose edge touches mineral along three tenths, is mineral: sharpening and equalisation brighten thin lesions. So
  /// is a sure one that mineral surrounds along eight tenths of its edge and that is not as bright as metal: under nine
  /// tenths of the image's range.
  init(_ proposals: Proposals, pitchX: Double, pitchY: Double) {
    let around = dilated(proposals[.mineralisation].reaching(0.5), radius: 1.01)
    let found = [NetworkClass.letters, .metal].map { Self.found(proposals[$0], proposals, around) }
    letters = dilated(found[0].marks, radius: 0.5, spacingX: pitchX, spacingY: pitchY)
    metal = dilated(found[1].marks, radius: 0.5, spacingX: pitchX, spacingY: pitchY)
    mineral = found[0].mineral.union(found[1].mineral).subtracting(letters.union(metal))
  }

  private static func found(
    _ values: Plane<Float>, _ proposals: Proposals, _ around: Mask
  ) -> (marks: Mask, mineral: Mask) {
    let bytes = zip(values.samples, proposals[.mineralisation].samples).map { $0 >= 0.5 && $0 >= $1 ? UInt8(1) : 0 }
    let all = Mask(width: values.width, height: values.height, bytes: bytes)
    guard !all.isEmpty else { return (all, all) }
    let labels = labelComponents(of: all)
    let inner = eroded(all, radius: 1.01)
    var edge = [Int](repeating: 0, count: labels.count + 1)
    var shared = edge
    var counts = edge
    var brightness = [Float](repeating: 0, count: labels.count + 1)
    var isSure = [Bool](repeating: false, count: labels.count + 1)
    for (i, label) in labels.plane.samples.enumerated() where label > 0 {
      counts[Int(label)] += 1
      brightness[Int(label)] += proposals.image.samples[i]
      if values.samples[i] >= 0.9 { isSure[Int(label)] = true }
      guard inner.plane.samples[i] == 0 else { continue }
      edge[Int(label)] += 1
      if around.plane.samples[i] != 0 { shared[Int(label)] += 1 }
    }
    let isMineral = edge.indices.map { label in
      let isDim = brightness[label] < 0.9 * Float(counts[label])
      return 10 * shared[label] >= (isSure[label] ? 8 : 3) * edge[label] && (isDim || !isSure[label])
    }
    let part = Mask(
      width: all.width, height: all.height,
      bytes: labels.plane.samples.map { $0 > 0 && isMineral[Int($0)] ? 1 : 0 })
    return (all.subtracting(part), part)
  }
}
