internal import Raster

/// The bright parts of lesions that the network answered as letters or metal, with the probability of these.
package struct BrightParts: Sendable, Equatable {
  /// The smallest box around them in the working image.
  let box: PixelBox
  /// Their pixels inside ``box``.
  let mask: Mask
  /// The higher of both probabilities inside ``box``.
  let values: Plane<Float>

  /// Those of `marks`, of which the network says `proposals`; `nil` where there are none.
  init?(_ marks: Marks, _ proposals: Proposals) {
    guard let box = marks.mineral.boundingBox else { return nil }
    self.box = box
    mask = marks.mineral.cropped(to: box)
    let letters = proposals.values(of: .letters, in: box)
    var values = proposals.values(of: .metal, in: box)
    let others = letters.samples.span
    values.withMutableSamples { samples in for i in samples.indices { samples[i] = max(samples[i], others[i]) } }
    self.values = values
  }
}
