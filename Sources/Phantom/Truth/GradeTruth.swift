import Raster
import RasterKernels

/// The grade that the table of both schemes gives a scene: the highest case that applies.
struct GradeTruth {
  let brooker: String
  let dellaValle: String

  init(lesions: [LesionTruth], gap: Double?) {
    if lesions.contains(where: { $0.kind == LesionBody.Kind.bridge.rawValue }) {
      (brooker, dellaValle) = ("IV", "C")
    } else if let gap {
      (brooker, dellaValle) = gap >= 10 ? ("II", "B") : ("III", "C")
    } else if lesions.isEmpty {
      (brooker, dellaValle) = ("0", "A")
    } else {
      (brooker, dellaValle) = ("I", lesions.contains { $0.feret >= 10 } ? "B" : "A")
    }
  }
}

/// The shortest distance in mm from a spur's surface to the other bones and their spurs; 0 under a bridge.
///
/// - Returns: `nil` where nothing grows from a bone, or nothing lies on the other side.
func gapTruth(of scene: PhantomScene, _ labels: PhantomLabels, spacing: Double) -> Double? {
  if scene.lesions.contains(where: { $0.kind == .bridge }) { return 0 }
  var smallest: Double?
  for (index, spur) in scene.lesions.enumerated() where spur.kind == .spur {
    let mask = labels.lesion(index + 1)
    var other = Mask(width: mask.width, height: mask.height)
    for (label, bone) in scene.bones.enumerated() where bone.name != spur.origin {
      other = other.union(labels.bone(label + 1))
    }
    for (place, facing) in scene.lesions.enumerated() where facing.kind == .spur && facing.origin != spur.origin {
      other = other.union(labels.lesion(place + 1))
    }
    guard !other.isEmpty, !mask.isEmpty else { continue }
    // Between the pixels' facing sides rather than their centres.
    let distance = max(0, Double(mask.smallest(of: squaredDistance(to: other))).squareRoot() - 1) * spacing
    smallest = min(smallest ?? distance, distance)
  }
  return smallest
}
