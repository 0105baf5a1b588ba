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
    /// The same place in half pixels.
    var half: HalfPixels
  }

  /// The pieces, row by row.
  private(set) var sites: [Site] = []
  /// The first piece of each row of pixels, and the number of all.
  private var starts: [Int] = []
  private let scale: ImageScale

  /// The edge of every bone; pieces along the plane's own border are left out.
  init(of labels: Plane<Int32>, scale: ImageScale) {
    self.scale = scale
    let width = labels.width
    let height = labels.height
    let samples = labels.samples.span
    for y in 0..<height {
      starts.append(sites.count)
      for x in 0..<width where samples[y * width + x] > 0 {
        let label = samples[y * width + x]
        if y > 0, samples[(y - 1) * width + x] == 0 { append(x, y, 0, -1, label) }
        if x > 0, samples[y * width + x - 1] == 0 { append(x, y, -1, 0, label) }
        if x < width - 1, samples[y * width + x + 1] == 0 { append(x, y, 1, 0, label) }
        if y < height - 1, samples[(y + 1) * width + x] == 0 { append(x, y, 0, 1, label) }
      }
    }
    starts.append(sites.count)
  }

  private mutating func append(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int, _ label: Int32) {
    let half = HalfPixels(x: 2 * x + dx, y: 2 * y + dy)
    sites.append(Site(x: Double(half.x) * scale.x / 2, y: Double(half.y) * scale.y / 2, label: label, half: half))
  }

  /// The piece nearest to a piece of a lesion's edge, the first of equals, and how far away it is; `nil` without bone within
  /// `reach` mm.
  ///
  /// Distances are computed from whole numbers of half pixels, so that they do not depend on where the neighbourhood begins.
  /// Rows are looked at from the nearest one on, until none can hold a nearer piece.
  func nearest(to edge: LesionOutline.Site, within reach: Double) -> (site: Site, distance: Double)? {
    guard !sites.isEmpty else { return nil }
    let unitY = scale.y * scale.y / 4
    let rows = starts.count - 1
    let middle = min(max(edge.half.y / 2, 0), rows - 1)
    var best = Nearest(squared: reach * reach, index: -1)
    for step in 0..<rows {
      // A row's pieces lie at most one half pixel from its middle, and so does the place from the row it is nearest to.
      let least = max(0, 2 * step - 2)
      guard Double(least * least) * unitY <= best.squared else { break }
      if middle >= step { look(at: middle - step, from: edge.half, for: &best) }
      if step > 0, middle + step < rows { look(at: middle + step, from: edge.half, for: &best) }
    }
    return best.index < 0 ? nil : (sites[best.index], best.squared.squareRoot())
  }

  /// What is known of the nearest piece.
  private struct Nearest {
    var squared: Double
    var index: Int
  }

  private func look(at row: Int, from place: HalfPixels, for best: inout Nearest) {
    let (unitX, unitY) = (scale.x * scale.x / 4, scale.y * scale.y / 4)
    let all = sites.span
    for i in starts[row]..<starts[row + 1] {
      let dx = all[i].half.x - place.x
      let dy = all[i].half.y - place.y
      let squared = Double(dx * dx) * unitX + Double(dy * dy) * unitY
      let isFirst = best.index < 0 || i < best.index
      if squared < best.squared || squared == best.squared && isFirst { best = Nearest(squared: squared, index: i) }
    }
  }
}
