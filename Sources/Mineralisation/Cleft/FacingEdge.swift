import Raster

/// The part of a lesion's outline that faces bone within 8 mm, and the bone that each piece of it faces.
struct FacingEdge {
  /// A piece of the outline with the bone opposite.
  struct Site: Equatable {
    /// The piece of the lesion's edge.
    var edge: LesionOutline.Site
    /// The nearest piece of bone's edge.
    var bone: BoneEdge.Site
    /// From the lesion's edge to bone's edge, in millimetres.
    var distance: Double
    /// The direction from bone to the lesion, of length 1.
    var awayX: Double
    /// The direction from bone to the lesion, of length 1.
    var awayY: Double
  }

  /// How far bone may be.
  static let reach = 8.0
  /// The cosine of the largest angle between the edge's normal and the way to bone: 45 degrees.
  static let alignment = 0.707

  /// The pieces, in the order of the outline.
  private(set) var sites: [Site] = []
  /// The shortest distance of any piece of the outline to bone within reach, whether it faces it or not.
  private(set) var shortestDistance: Double?

  /// Finds the facing pieces.
  init(outline: LesionOutline, bones: BoneEdge, place: LesionNeighbourhood) {
    let touching = 2 * place.scale.mean
    let lesion = place.lesion.plane.samples.span
    let width = place.box.width
    for edge in outline.sites {
      guard let (bone, distance) = bones.nearest(to: edge, within: Self.reach) else { continue }
      shortestDistance = min(shortestDistance ?? .infinity, distance)
      var site = Site(edge: edge, bone: bone, distance: distance, awayX: -edge.normalX, awayY: -edge.normalY)
      // Over a pixel or two the way from piece to piece has no direction worth the name; the edge's normal has.
      if distance > touching {
        site.awayX = (edge.x - bone.x) / distance
        site.awayY = (edge.y - bone.y) / distance
        let alignment = -(site.awayX * edge.normalX + site.awayY * edge.normalY)
        guard alignment > Self.alignment, Self.isClear(site, lesion, width, place.scale) else { continue }
      }
      sites.append(site)
    }
  }

  /// Whether the way from the lesion to bone does not lead back through the lesion.
  private static func isClear(_ site: Site, _ lesion: Span<UInt8>, _ width: Int, _ scale: ImageScale) -> Bool {
    let step = scale.mean / 2
    var t = 1.5 * scale.mean
    while t < site.distance {
      let x = Int(((site.edge.x - t * site.awayX) / scale.x).rounded())
      let y = Int(((site.edge.y - t * site.awayY) / scale.y).rounded())
      if lesion[y * width + x] != 0 { return false }
      t += step
    }
    return true
  }
}
