internal import Raster
internal import RasterKernels

/// What lies within 5 mm of mineral that the network is sure of (0.9 over 1 mm² or more), where it is sure of tissue all around too: a
/// mean probability of 0.99.
///
/// Where an image was equalised in tiles, tissue between bones is as dark as the background elsewhere, and its grey level says air. In
/// air the network is in more doubt: 0.989 at the most around cloth and skin that it took for mineral, 0.992 at the least around
/// lesions. Masks are at the working scale.
func tissueAroundMineral(_ proposals: Proposals, pitchX: Double, pitchY: Double) -> Mask {
  let mineral = proposals.mask(of: .mineralisation, reaching: 0.9)
  let labels = labelComponents(of: mineral)
  let counts = labels.pixelCounts
  let (right, down) = (Int((5 / pitchX).rounded(.up)), Int((5 / pitchY).rounded(.up)))
  var result = Mask(width: mineral.width, height: mineral.height)
  for (index, box) in labels.boundingBoxes.enumerated() {
    guard let box, Double(counts[index + 1]) * pitchX * pitchY >= 1 else { continue }
    let place = box.grown(right, down, within: mineral.width, mineral.height)
    let near = dilated(labels.mask(of: index + 1, in: place), radius: 5, spacingX: pitchX, spacingY: pitchY)
    let tissue = proposals.values(of: .field, in: place).values(where: near)
    guard tissue.reduce(0, +) >= 0.99 * Float(tissue.count) else { continue }
    result = result.union(near.placed(in: place, width: mineral.width, height: mineral.height))
  }
  return result
}
