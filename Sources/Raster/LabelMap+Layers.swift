extension LabelMap {
  /// The pixels of `mask` as label 1.
  public init(_ mask: Mask) {
    let whole = PixelBox(x: 0, y: 0, width: mask.width, height: mask.height)
    self.init(width: mask.width, height: mask.height, layers: [(mask, whole)])
  }

  /// Masks laid over each other, each where its box says: layer `i` has the label `i + 1`, and the first one that covers a
  /// pixel has it.
  ///
  /// - Precondition: every mask has its box's size, and every box lies in the plane.
  public init(width: Int, height: Int, layers: [(mask: Mask, box: PixelBox)]) {
    let whole = PixelBox(x: 0, y: 0, width: width, height: height)
    for layer in layers {
      precondition(
        layer.mask.width == layer.box.width && layer.mask.height == layer.box.height, "A box of another size")
      precondition(whole.contains(layer.box), "A layer outside the plane")
    }
    var runs: [LabelRun] = []
    var row: [LabelRun] = []
    for y in 0..<height {
      row.removeAll(keepingCapacity: true)
      for (i, layer) in layers.enumerated() where y >= layer.box.y && y < layer.box.endY {
        let bytes = layer.mask.plane.samples.span
        let first = (y - layer.box.y) * layer.box.width
        let line = bytes.extracting(first..<first + layer.box.width)
        var x = firstColumn(in: line, from: 0, unlike: 0)
        while x < line.count {
          let end = firstColumn(in: line, from: x, unlike: 1)
          insert(LabelRun(label: i + 1, y: y, start: layer.box.x + x, end: layer.box.x + end), behind: &row)
          x = firstColumn(in: line, from: end, unlike: 0)
        }
      }
      runs += row
    }
    self.init(width: width, height: height, count: layers.count, runs: runs)
  }
}

/// Adds what `row`, the runs of one row, leaves free of `run`.
private func insert(_ run: LabelRun, behind row: inout [LabelRun]) {
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
  while x + 32 <= row.count {
    var differing: UInt64 = 0
    for word in 0..<4 {
      differing |= unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x &+ 8 &* word, as: UInt64.self) ^ eight
    }
    guard differing == 0 else { break }
    x += 32
  }
  while x + 8 <= row.count {
    let differing = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x, as: UInt64.self).littleEndian ^ eight
    if differing != 0 { return x + differing.trailingZeroBitCount / 8 }
    x += 8
  }
  while x < row.count, row[x] == value { x += 1 }
  return x
}
