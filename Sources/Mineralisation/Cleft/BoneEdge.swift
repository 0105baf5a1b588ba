import Raster

/// The edge of bone as short pieces between pixels, in millimetres from the centre of the neighbourhood's first pixel.
struct BoneEdge {
  /// A piece of the edge.
  struct Site: Equatable {
    /// The middle, in millimetres.
    var x: Double
    /// The middle, in millimetres.
    var y: Double
    /// The label of the bone.
    var label: Int32
  }

  /// The pieces, row by row.
  private(set) var sites: [Site] = []

  /// The edge of every bone; pieces along the plane's own border are left out.
  init(of labels: Plane<Int32>, scale: ImageScale) {
    let width = labels.width
    let height = labels.height
    let samples = labels.samples.span
    for y in 0..<height {
      for x in 0..<width where samples[y * width + x] > 0 {
        let label = samples[y * width + x]
        if y > 0, samples[(y - 1) * width + x] == 0 { append(x, y, 0, -0.5, label, scale) }
        if x > 0, samples[y * width + x - 1] == 0 { append(x, y, -0.5, 0, label, scale) }
        if x < width - 1, samples[y * width + x + 1] == 0 { append(x, y, 0.5, 0, label, scale) }
        if y < height - 1, samples[(y + 1) * width + x] == 0 { append(x, y, 0, 0.5, label, scale) }
      }
    }
  }

  private mutating func append(
    _ x: Int, _ y: Int, _ dx: Double, _ dy: Double, _ label: Int32, _ scale: ImageScale
  ) {
    sites.append(Site(x: (Double(x) + dx) * scale.x, y: (Double(y) + dy) * scale.y, label: label))
  }

  /// The piece nearest to a place, and how far away it is; `nil` without bone.
  func nearest(to x: Double, _ y: Double) -> (site: Site, distance: Double)? {
    var best = Double.infinity
    var found = -1
    let all = sites.span
    for i in all.indices {
      let dx = all[i].x - x
      let dy = all[i].y - y
      let squared = dx * dx + dy * dy
      if squared < best {
        best = squared
        found = i
      }
    }
    return found < 0 ? nil : (sites[found], best.squareRoot())
  }
}
