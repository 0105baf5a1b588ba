package import Raster
internal import RasterKernels

/// The grey levels of air and of the soft tissue beside bone: what tells how much the surroundings of a candidate absorb.
package struct SoftTissueLevel: Sendable, Equatable {
  /// The median of the air.
  package let air: Float
  /// The median of the tissue between 3 and 12 mm from bone.
  package let tissue: Float

  /// The levels in `image`, of which pixels of about a millimetre are looked at.
  ///
  /// - Parameters:
  ///   - image: The working image, bone bright.
  ///   - air: Where it shows direct exposure.
  ///   - tissue: Where it shows tissue.
  ///   - bone: Where it shows bone.
  /// - Returns: `nil` where less than 500 mm² of air or 100 mm² of tissue near bone are seen, or where these are no brighter than air.
  package init?(_ image: Plane<Float>, air: Mask, tissue: Mask, bone: Mask, pitchX: Double, pitchY: Double) {
    let step = max(1, Int(1 / max(pitchX, pitchY)))
    let (spacingX, spacingY) = (Double(step) * pitchX, Double(step) * pitchY)
    let (image, air, bone) = (image.thinned(by: step), air.thinned(by: step), bone.thinned(by: step))
    let pixel = spacingX * spacingY
    guard Double(air.count) * pixel >= 500, !bone.isEmpty else { return nil }
    let near = dilated(bone, radius: 12, spacingX: spacingX, spacingY: spacingY)
      .subtracting(dilated(bone, radius: 3, spacingX: spacingX, spacingY: spacingY))
      .intersection(tissue.thinned(by: step))
    guard Double(near.count) * pixel >= 100, let low = median(of: image.values(where: air)),
      let high = median(of: image.values(where: near)), high > low
    else { return nil }
    self.air = low
    self.tissue = high
  }

  /// Where `grey` lies between air, 0, and the soft tissue beside bone, 1.
  package func share(of grey: Double) -> Double { (grey - Double(air)) / Double(tissue - air) }
}

extension Plane<Float> {
  /// The values inside `mask`, row by row.
  func values(where mask: Mask) -> [Float] {
    guard let box = mask.boundingBox else { return [] }
    let samples = samples.span
    let bytes = mask.plane.samples.span
    var values: [Float] = []
    values.reserveCapacity(mask.count)
    for i in box.y * width..<box.endY * width where bytes[i] != 0 { values.append(samples[i]) }
    return values
  }
}

extension Plane {
  /// Every `step`-th sample of every `step`-th row.
  fileprivate func thinned(by step: Int) -> Plane {
    let source = samples.span
    let columns = (width + step - 1) / step
    let rows = (height + step - 1) / step
    let width = width
    let kept = [Sample](capacity: columns * rows) { kept in
      for y in 0..<rows {
        for x in 0..<columns { unsafe kept.append(source[unchecked: step &* (y &* width &+ x)]) }
      }
    }
    return Plane(width: columns, height: rows, samples: kept)
  }
}

extension Mask {
  /// Every `step`-th pixel of every `step`-th row.
  fileprivate func thinned(by step: Int) -> Mask { Mask(of: plane.thinned(by: step)) { $0 != 0 } }
}
