import Raster

/// What the grey values say of the way between a lesion's edge and bone at one place.
struct Valley {
  /// The signal of the lesion's wall.
  var lesionWall: Double
  /// The signal of bone's wall.
  var boneWall: Double
  /// The lowest signal between.
  var floor: Double
  /// How much farther from bone the lesion begins than its mask, in millimetres.
  var shift: Double
  /// How much farther out bone ends than its mask, in millimetres.
  var boneShift: Double

  /// The height of the lower wall over the floor.
  var depth: Double { min(lesionWall, boneWall) - floor }
}

/// Finds the valley at each facing piece from profiles averaged over the pieces within one millimetre.
///
/// The lesion's edge is where the signal rises most steeply, at most 0.6 mm from the mask's edge (1.6 mm inwards where the
/// mask is not the user's, since a mask found in the image bulges into a cleft) and never in the half of the way that is
/// nearer to bone. The steepest place stays where it is under any smooth change of the grey scale and under
/// symmetric blur. Bone's edge is that of its mask where the user gave it; else it is where the cortex begins (`CortexOnset`), at most
/// 1 mm from the mask's edge and in the half of the way that is nearer to bone, or the mask's where none begins there.
struct ValleyFinder {
  /// How far the edge may lie from the mask's, in millimetres.
  static let window = 0.6
  /// How far inwards it may lie of a mask that was found in the image.
  static let windowOfFound = 1.6
  /// How far bone's edge may lie from that of a mask that was found in the image.
  static let windowOfBone = 1.0
  /// Over what distance along the edge profiles are averaged, to either side.
  static let along = 1.0
  /// How far into bone and into the lesion the walls are looked for.
  static let wallDepth = 1.5
  /// How far the lesion's wall may lie behind the edge.
  static let behindEdge = 0.9
  /// The standard deviation of the smoothing along a profile, in millimetres.
  static let smoothing = 0.1
  /// And its least in pixels: between two pixels straight lines have one slope, and no place of it is steepest.
  static let smoothingInPixels = 0.5

  private let sites: [FacingEdge.Site]
  private let fromBone: SignalProfiles
  private let fromLesion: SignalProfiles
  private let index: NeighbourIndex
  private let step: Double
  private var smoothing: ProfileSmoothing
  private let inwards: Double
  private let onset: CortexOnset?
  private var lines: [Int] = []
  private var bone: [Double] = []
  private var lesion: [Double] = []

  init(_ facing: FacingEdge, excess: Plane<Float>, place: LesionNeighbourhood) {
    let scale = place.scale
    sites = facing.sites
    step = min(scale.mean / 4, 0.05)
    smoothing = ProfileSmoothing(sigma: max(Self.smoothing, Self.smoothingInPixels * scale.mean) / step)
    inwards = place.lesionsGiven ? Self.window : Self.windowOfFound
    onset = place.bonesGiven ? nil : CortexOnset(step: step, pitch: scale.mean)
    let depth = Self.wallDepth
    let depthOfBone = place.bonesGiven ? depth : max(depth, Self.windowOfBone + CortexOnset.inside)
    fromBone = SignalProfiles(
      excess, from: sites.map { ($0.bone.x, $0.bone.y, $0.awayX, $0.awayY) },
      first: -depthOfBone, last: depth, step: step, scale: scale)
    fromLesion = SignalProfiles(
      excess, from: sites.map { ($0.edge.x, $0.edge.y, $0.awayX, $0.awayY) }, first: -depth,
      last: inwards + Self.behindEdge, step: step,
      scale: scale)
    index = NeighbourIndex(sites.map(\.edge), radius: Self.along)
  }

  /// The valley at piece `i`.
  mutating func valley(at i: Int) -> Valley {
    index.neighbours(of: i, into: &lines)
    fromBone.mean(of: lines, into: &bone)
    fromLesion.mean(of: lines, into: &lesion)
    let distance = sites[i].distance
    var result = Valley(lesionWall: -.infinity, boneWall: -.infinity, floor: .infinity, shift: 0, boneShift: 0)
    for k in 0..<fromBone.count {
      let t = fromBone.place(k)
      if t > 0, t < distance { result.floor = min(result.floor, bone[k]) }
      if t <= 0, t >= -Self.wallDepth { result.boneWall = max(result.boneWall, bone[k]) }
    }
    for k in 0..<fromLesion.count {
      let t = fromLesion.place(k)
      if t < 0, t > -distance { result.floor = min(result.floor, lesion[k]) }
      if t >= 0, t <= Self.wallDepth { result.lesionWall = max(result.lesionWall, lesion[k]) }
    }
    if result.floor == .infinity { result.floor = min(result.lesionWall, result.boneWall) }
    result.shift = shift(distance: distance)
    result.boneShift = boneShift(distance: distance)
    return result
  }

  /// Where the cortex begins on the way to the lesion.
  private func boneShift(distance: Double) -> Double {
    let half = min(Self.windowOfBone, distance / 2)
    let place = onset?.edge(
      in: bone, places: fromBone.index(-Self.windowOfBone)...fromBone.index(half),
      end: fromBone.index(distance / 2))
    return place.map(fromBone.place) ?? 0
  }

  /// Where the profile through the lesion's edge rises most steeply; smoothes it.
  private mutating func shift(distance: Double) -> Double {
    smoothing.smooth(&lesion)
    let slopes = lesion.indices.map { slope(of: lesion, at: $0) }
    let from = -min(Self.window, distance / 2)
    var best = -1
    for k in 1..<slopes.count - 1 {
      let t = fromLesion.place(k)
      if t >= from, t <= inwards, best < 0 || slopes[k] > slopes[best] { best = k }
    }
    guard best > 0, slopes[best] > 0 else { return 0 }
    let curvature = slopes[best - 1] + slopes[best + 1] - 2 * slopes[best]
    let offset = curvature < 0 ? (slopes[best - 1] - slopes[best + 1]) / (2 * curvature) : 0
    return fromLesion.place(best) + min(max(offset, -1), 1) * step
  }
}

/// The difference over two steps around sample `k`, half of it; 0 at the ends.
func slope(of profile: [Double], at k: Int) -> Double {
  k > 0 && k + 1 < profile.count ? (profile[k + 1] - profile[k - 1]) / 2 : 0
}
