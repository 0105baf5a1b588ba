internal import Raster
internal import RasterKernels

/// Regions of the working image on their way to the radiograph's own pixels, later ones over earlier ones.
struct PaintedRegions {
  /// The radiograph's columns.
  private let width: Int
  /// The radiograph's rows.
  private let height: Int
  /// The stretches of each region, in the order in which they were painted, row by row.
  private var layers: [[LabelRun]] = []

  /// No region yet.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Paints `region` over what is there wherever `mask`, enlarged and interpolated, reaches one half.
  mutating func paint(_ region: Field.Region, where mask: Mask) {
    guard let tight = mask.boundingBox else { return }
    let near = tight.grown(2, 2, within: mask.width, mask.height)
    let part = EnlargedPart(
      mask, toWidth: width, height: height, box: near.enlarged(from: mask.width, mask.height, to: width, height))
    var stretches: [LabelRun] = []
    part.forEachStretch(reaching: 0.5) { y, columns in
      stretches.append(
        LabelRun(label: Int(region.rawValue), y: y, start: columns.lowerBound, end: columns.upperBound))
    }
    layers.append(stretches)
  }

  /// The regions as labels.
  var map: LabelMap {
    var runs: [LabelRun] = []
    var next = [Int](repeating: 0, count: layers.count)
    var row = [UInt8](repeating: 0, count: width)
    for y in 0..<height {
      var isPainted = false
      for i in layers.indices {
        while next[i] < layers[i].count, layers[i][next[i]].y == y {
          let stretch = layers[i][next[i]]
          var bytes = row.mutableSpan
          var part = bytes._mutatingExtracting(stretch.start..<stretch.end)
          part.update(repeating: UInt8(stretch.label))
          next[i] += 1
          isPainted = true
        }
      }
      guard isPainted else { continue }
      appendRuns(of: row.span, y: y, to: &runs)
      var bytes = row.mutableSpan
      bytes.update(repeating: 0)
    }
    return LabelMap(width: width, height: height, count: Field.Region.allCases.count - 1, runs: runs)
  }

  private func appendRuns(of row: Span<UInt8>, y: Int, to runs: inout [LabelRun]) {
    var x = firstColumn(in: row, from: 0, unlike: 0)
    while x < width {
      let label = row[x]
      let end = firstColumn(in: row, from: x, unlike: label)
      runs.append(LabelRun(label: Int(label), y: y, start: x, end: end))
      x = firstColumn(in: row, from: end, unlike: 0)
    }
  }
}
