import Raster
import RasterKernels

/// The noise-free paths through a scene: what the truth is taken from and the film is exposed with.
struct Projection {
  /// mm of bone or marrow per bone of the scene.
  var bones: [Plane<Float>]
  /// mm of cortical bone that all bones amount to, and the share of it that is marrow space.
  var cortical: Plane<Float>
  var trabecular: Plane<Float>
  /// mm of cortical bone that each lesion amounts to.
  var lesions: [Plane<Float>]
  /// All native bone.
  var nativeBone: Mask

  /// The path of bone, in mm, from which a pixel belongs to a bone.
  static let boneThreshold: Float = 1

  init(of scene: PhantomScene, in frame: Frame) {
    bones = []
    cortical = Plane(width: frame.width, height: frame.height, repeating: 0)
    trabecular = cortical
    nativeBone = Mask(width: frame.width, height: frame.height)
    for bone in scene.bones {
      let whole = pathLengths(of: bone.parts.map(\.outside), hollow: bone.socket?.ball, in: frame)
      let marrow = pathLengths(of: bone.parts.compactMap(\.marrow), hollow: bone.socket?.plate, in: frame)
      cortical.add(whole)
      cortical.add(marrow, times: -1)
      trabecular.add(marrow, times: Float(bone.trabeculae))
      nativeBone = nativeBone.union(whole.atLeast(Projection.boneThreshold))
      bones.append(whole)
    }
    lesions = []
    let distances = scene.lesions.contains { $0.cleft != nil } ? squaredDistance(to: nativeBone) : nil
    let bodies = scene.boneSolids
    for lesion in scene.lesions {
      var mineral = lesion.mineral(outside: bodies, in: frame)
      if let cleft = lesion.cleft, let distances {
        mineral.carve(within: Float(cleft / frame.spacing), of: distances)
      }
      lesions.append(mineral)
    }
  }
}

extension Plane where Sample == Float {
  /// Takes away what lies within `width` pixels of a bone's surface, given squared distances to its pixels.
  ///
  /// The surface lies half a pixel before the bone's last pixel, and a pixel at the cleft's edge keeps its covered share.
  fileprivate mutating func carve(within width: Float, of distances: Plane<Float>) {
    let squares = distances.samples.span
    withMutableSamples { own in
      for i in own.indices where own[i] != 0 { own[i] *= min(1, max(0, squares[i].squareRoot() - width)) }
    }
  }
}
