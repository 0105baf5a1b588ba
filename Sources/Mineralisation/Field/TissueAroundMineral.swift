internal import Raster
internal import RasterKernels

/// What lies within 5 mm of mineral that the network is sure of (0.9 over 1 mm² or more), where it is sure of tissue all around too: a
/// mean probability of 0.99.
///
/// Where an image was equalised in tiles, tissue between bones is as dark as the background elsewhere, and its grey level says air. In
/// air the network is in more doubt: 0.989 at the most around cloth and skin that it took for mineral, 0.992 at the least around
/// lesions. Masks are at the working scale.
func tissueAroundMineral(_ proposals: Proposals, pitchX: Double, pitchY: Double) -> Mask {
  let labels = labelComponents(of: proposals.mask(of: .mineralisation, reaching: 0.9))
  let (right, down) = (Int((5 / pitchX).rounded(.up)), Int((5 / pitchY).rounded(.up)))
  let isInTissue = zip(labels.boundingBoxes, labels.pixelCounts.dropFirst()).enumerated().map { index, piece in
    guard let box = piece.0, Double(piece.1) * pitchX * pitchY >= 1 else { return false }
    let place = box.grown(right, down, within: labels.width, labels.height)
    let near = dilated(labels.mask(of: index + 1, in: place), radius: 5, spacingX: pitchX, spacingY: pitchY)
    let tissue = proposals.values(of: .field, in: place).values(where: near)
    return tissue.reduce(0, +) >= 0.99 * Float(tissue.count)
  }
  guard isInTissue.contains(true) else { return Mask(width: labels.width, height: labels.height) }
  return dilated(labels.mask(keeping: [false] + isInTissue), radius: 5, spacingX: pitchX, spacingY: pitchY)
}
