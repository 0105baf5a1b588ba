import Raster

/// The label maps that belong to a projection.
struct PhantomLabels {
  /// Labels of lesions, in the order of the scene.
  var lesions: Plane<UInt8>
  /// Labels of bones; where two overlap the earlier one counts.
  var bones: Plane<UInt8>

  /// mm of cortical bone from which a pixel belongs to a lesion.
  static let mineralThreshold: Float = 0.9

  init(_ projection: Projection) {
    let (width, height) = (projection.cortical.width, projection.cortical.height)
    lesions = Plane(width: width, height: height, repeating: 0)
    bones = lesions
    for (index, paths) in projection.bones.enumerated() {
      bones.paint(UInt8(index + 1), where: paths.atLeast(Projection.boneThreshold))
    }
    for (index, mineral) in projection.lesions.enumerated() {
      let shown = mineral.atLeast(PhantomLabels.mineralThreshold).subtracting(projection.nativeBone)
      lesions.paint(UInt8(index + 1), where: shown)
    }
  }

  func lesion(_ id: Int) -> Mask { lesions.mask(of: UInt8(id)) }
  func bone(_ label: Int) -> Mask { bones.mask(of: UInt8(label)) }
}

extension Plane where Sample == UInt8 {
  fileprivate mutating func paint(_ label: UInt8, where mask: Mask) {
    let bytes = mask.plane.samples.span
    withMutableSamples { own in
      for i in own.indices where bytes[i] != 0 && own[i] == 0 { own[i] = label }
    }
  }

  fileprivate func mask(of label: UInt8) -> Mask {
    Mask(width: width, height: height, bytes: samples.map { $0 == label ? 1 : 0 })
  }
}
