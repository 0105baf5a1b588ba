extension LabelMap {
  /// The pixels of `mask` as label 1.
  public init(_ mask: Mask) {
    let whole = PixelBox(width: mask.width, height: mask.height)
    self.init(width: mask.width, height: mask.height, layers: [(mask, whole)])
  }

  /// Masks laid over each other, each where its box says: layer `i` has the label `i + 1`, and the first one that covers a
  /// pixel has it.
  ///
  /// - Precondition: every mask has its box's size, and every box lies in the plane.
  public init(width: Int, height: Int, layers: [(mask: Mask, box: PixelBox)]) {
    for (mask, box) in layers {
      precondition(mask.width == box.width && mask.height == box.height, "A box of another size")
    }
    self.init(width: width, height: height, boxes: layers.map(\.box)) { i, y, add in
      let (mask, box) = layers[i]
      let line = mask.plane.samples.span.extracting(y * box.width..<(y + 1) * box.width)
      var x = firstColumn(in: line, from: 0, unlike: 0)
      while x < line.count {
        let end = firstColumn(in: line, from: x, unlike: 1)
        add(x, end)
        x = firstColumn(in: line, from: end, unlike: 0)
      }
    }
  }

  /// The same of what any label covers in each region.
  public init(width: Int, height: Int, regions: [(region: LabelMap, box: PixelBox)]) {
    for (region, box) in regions {
      precondition(region.width == box.width && region.height == box.height, "A box of another size")
    }
    self.init(width: width, height: height, boxes: regions.map(\.box)) { i, y, add in
      let region = regions[i].region
      for run in region.runs[region.runIndices(ofRow: y)] { add(run.start, run.end) }
    }
  }

  /// Layers in `boxes`, of which `eachStretch` adds the stretches of layer `i` in its row `y`, from left to right.
  @inline(__always)
  private init(
    width: Int, height: Int, boxes: [PixelBox],
    eachStretch: (_ i: Int, _ y: Int, _ add: (_ start: Int, _ end: Int) -> Void) -> Void
  ) {
    let whole = PixelBox(width: width, height: height)
    for box in boxes { precondition(whole.contains(box), "A layer outside the plane") }
    var runs: [LabelRun] = []
    var row: [LabelRun] = []
    for y in 0..<height {
      row.removeAll(keepingCapacity: true)
      for (i, box) in boxes.enumerated() where y >= box.y && y < box.endY {
        eachStretch(i, y - box.y) { start, end in
          insert(LabelRun(label: i + 1, y: y, start: box.x + start, end: box.x + end), behind: &row)
        }
      }
      runs += row
    }
    self.init(width: width, height: height, count: boxes.count, runs: runs)
  }
}

/// Adds what `row`, the runs of one row, leaves free of `run`.
private func insert(_ run: LabelRun, behind row: inout [LabelRun]) {
  guard let last = row.last, last.end > run.start else {
    row.append(run)
    return
  }
  var start = run.start
  var i = 0
  while start < run.end {
    while i < row.count, row[i].end <= start { i += 1 }
    let end = i < row.count ? min(run.end, row[i].start) : run.end
    if start < end {
      row.insert(LabelRun(label: run.label, y: run.y, start: start, end: end), at: i)
      i += 1
    }
    guard i < row.count else { return }
    start = max(end, row[i].end)
  }
}

/// The first column from `start` on whose byte is not `value`; the row's length where there is none.
package func firstColumn(in row: Span<UInt8>, from start: Int, unlike value: UInt8) -> Int {
  let eight = UInt64(value) &* 0x0101_0101_0101_0101
  let bytes = unsafe row.bytes
  var x = start
  // Most stretches are long.
  let all = SIMD8(repeating: eight)
  while x + 64 <= row.count {
    let differing = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x, as: SIMD8<UInt64>.self) ^ all
    let half = differing.lowHalf | differing.highHalf
    let quarter = half.lowHalf | half.highHalf
    guard quarter.x | quarter.y == 0 else { break }
    x += 64
  }
  while x + 8 <= row.count {
    let differing = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x, as: UInt64.self).littleEndian ^ eight
    if differing != 0 { return x + differing.trailingZeroBitCount / 8 }
    x += 8
  }
  while x < row.count, row[x] == value { x += 1 }
  return x
}
