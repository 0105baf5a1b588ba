import Raster

/// A stretch over which a lesion touches one bone.
struct BoneContact: Sendable {
  /// The bone's label.
  let boneLabel: Int
  /// The lesion's outermost pixels that touch.
  let pixels: [Point]
  /// Their number times the mean pixel side, in millimetres of the scale.
  let length: Double
  /// How far the lesion runs over the bone, past the bone's own outline; 0 where it ends at the bone.
  let overlap: Double
}

extension BoneContact {
  /// How near counts as touching: neighbouring pixels, and half a millimetre, which no radiograph resolves for certain.
  static let reachPixels = 1.5
  /// As ``reachPixels``, in millimetres.
  static let reachMM = 0.5
  /// As ``reachMM`` for bones that the grey values show the lesion to grow from: no lucent line lies between.
  static let grownReachMM = 1.0
  /// A contact shorter than this is an accident of the outline.
  static let minimumLengthMM = 1.0
}

/// Where the lesion of `outline` touches each bone: the outermost pixels whose centre lies within 1.5 pixels or 0.5 mm
/// of a bone's pixel, or inside the bone; within 1 mm for the bones in `grownFrom`.
///
/// - Returns: the contacts of at least 1 mm (and two pixels) in the order of the bones.
func boneContacts(
  of outline: Outline, bones: VisibleBones, scale: GradingScale, grownFrom: [Int] = []
) -> [BoneContact] {
  let usual = contactOffsets(scale, reachMM: BoneContact.reachMM)
  let wide = grownFrom.isEmpty ? usual : contactOffsets(scale, reachMM: BoneContact.grownReachMM)
  let side = (scale.x * scale.y).squareRoot()
  return bones.bones.compactMap { bone in
    let offsets = grownFrom.contains(bone.label) ? wide : usual
    let reach = offsets.map { max(abs($0.dx), abs($0.dy)) }.max() ?? 1
    let part = PixelBox(
      x: outline.box.x - reach, y: outline.box.y - reach, width: outline.box.width + 2 * reach,
      height: outline.box.height + 2 * reach
    ).intersection(bone.box)
    guard !part.isEmpty else { return nil }
    let near = bone.region.foreground(in: part.moved(-bone.box.x, -bone.box.y))
    var touching: [Point] = []
    var covered: [Point] = []
    outline.forEach { x, y in
      for offset in offsets where near.covers(x + offset.dx - part.x, y + offset.dy - part.y) {
        touching.append(Point(Double(x), Double(y)))
        if offset.dx == 0, offset.dy == 0 { covered.append(Point(Double(x), Double(y))) }
        break
      }
    }
    let length = Double(touching.count) * side
    guard touching.count >= 2, length >= BoneContact.minimumLengthMM else { return nil }
    return BoneContact(
      boneLabel: bone.label, pixels: touching, length: length, overlap: depth(of: covered, in: bone, scale: scale))
  }
}

/// The largest distance from one of `places`, which lie in `bone`, to the bone's outline.
private func depth(of places: [Point], in bone: VisibleBones.Bone, scale: GradingScale) -> Double {
  guard !places.isEmpty else { return 0 }
  let outline = Outline(of: bone.region, at: bone.box)
  var deepest = 0.0
  for place in places {
    let hit = outline.nearest(toX: Int(place.x), y: Int(place.y), scale: scale, closerThan: .infinity)
    deepest = max(deepest, hit?.squared ?? 0)
  }
  return deepest.squareRoot()
}

/// The steps that count as touching, nearest first.
private func contactOffsets(_ scale: GradingScale, reachMM: Double) -> [(dx: Int, dy: Int)] {
  let reachX = max(1, Int(reachMM / scale.x))
  let reachY = max(1, Int(reachMM / scale.y))
  var offsets: [(squared: Double, dx: Int, dy: Int)] = []
  for dy in -reachY...reachY {
    for dx in -reachX...reachX {
      let squared = scale.squared(Double(dx), Double(dy))
      let isNeighbour = Double(dx * dx + dy * dy) <= BoneContact.reachPixels * BoneContact.reachPixels
      if isNeighbour || squared <= reachMM * reachMM { offsets.append((squared, dx, dy)) }
    }
  }
  offsets.sort { ($0.squared, $0.dy, $0.dx) < ($1.squared, $1.dy, $1.dx) }
  return offsets.map { ($0.dx, $0.dy) }
}

extension Mask {
  /// Whether column `x` and row `y` lie in the plane and inside.
  fileprivate func covers(_ x: Int, _ y: Int) -> Bool { plane.contains(x, y) && self[x, y] }
}
