extension LabelMap {
  /// Takes `labels` whose highest value is `count`.
  ///
  /// - Precondition: no label is negative or above `count`.
  public init(_ labels: Plane<Int32>, count: Int) {
    self.init(width: labels.width, height: labels.height, count: count, runs: foundRuns(in: labels) { Int($0) })
  }

  /// Takes `values`, of which `labels` tells the label of each.
  ///
  /// - Precondition: `labels` holds one for every 16-bit value, each from 0 to `count`.
  public init(_ values: Plane<UInt16>, labels: [Int], count: Int) {
    precondition(labels.count == 1 << 16, "A label for each value")
    self.init(width: values.width, height: values.height, count: count, runs: foundRuns(in: values) { labels[Int($0)] })
  }

  /// The labels as a plane, painted anew at every call: what needs a part only asks ``painted(in:)``.
  public var plane: Plane<Int32> { painted(in: whole) }

  /// The labels inside `box`.
  ///
  /// - Precondition: `box` lies in the plane.
  public func painted(in box: PixelBox) -> Plane<Int32> {
    var result = Plane<Int32>(width: box.width, height: box.height, repeating: 0)
    result.withMutableSamples { samples in
      forEachRun(in: box) { run, start, end in
        var stretch = samples._mutatingExtracting(start..<end)
        stretch.update(repeating: Int32(truncatingIfNeeded: run.label))
      }
    }
    return result
  }

  /// The pixels that carry `label`.
  public func mask(of label: Int) -> Mask { mask(of: label, in: whole) }

  /// The pixels inside `box` that carry `label`.
  public func mask(of label: Int, in box: PixelBox) -> Mask { mask(in: box) { $0 == label } }

  /// The pixels of the labels for which `isKept` is true, index `label`; that of the background does not count.
  ///
  /// - Precondition: `isKept` holds `count + 1` answers.
  public func mask(keeping isKept: [Bool]) -> Mask {
    precondition(isKept.count > count, "An answer for each label")
    return mask(in: whole) { isKept[$0] }
  }

  /// The pixels that carry any label.
  public var foreground: Mask { foreground(in: whole) }

  /// The pixels inside `box` that carry any label.
  public func foreground(in box: PixelBox) -> Mask { mask(in: box) { _ in true } }

  private var whole: PixelBox { PixelBox(width: width, height: height) }

  @inline(__always)
  private func mask(in box: PixelBox, where isWanted: (Int) -> Bool) -> Mask {
    var result = Mask(width: box.width, height: box.height)
    result.withMutableFlags { bytes in
      forEachRun(in: box) { run, start, end in
        guard isWanted(run.label) else { return }
        var stretch = bytes._mutatingExtracting(start..<end)
        stretch.update(repeating: 1)
      }
    }
    return result
  }

  /// Calls `body` with each run that meets `box`, and where its part starts and ends in a plane of the box's size.
  @inline(__always)
  private func forEachRun(in box: PixelBox, _ body: (LabelRun, _ start: Int, _ end: Int) -> Void) {
    precondition(whole.contains(box), "A box outside the plane")
    for y in box.y..<box.endY {
      let row = (y - box.y) * box.width - box.x
      for i in runIndices(ofRow: y, from: box.x) {
        let run = runs[i]
        guard run.start < box.endX else { break }
        body(run, row + max(run.start, box.x), row + min(run.end, box.endX))
      }
    }
  }
}

/// The runs of the values to which `label` gives a label, row by row.
@inline(__always)
private func foundRuns<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(
  in plane: Plane<Value>, _ label: (Value) -> Int
) -> [LabelRun] {
  let width = plane.width
  let samples = plane.samples.span
  var runs: [LabelRun] = []
  for y in 0..<plane.height {
    let row = samples.extracting(y * width..<(y + 1) * width)
    var x = 0
    while x < width {
      let start = x
      let value = row[start]
      x = firstColumn(in: row, after: start, unlike: value)
      let own = label(value)
      if own != 0 { runs.append(LabelRun(label: own, y: y, start: start, end: x)) }
    }
  }
  return runs
}

/// The first column after `start` that does not hold `value`; the row's length where there is none.
@inline(__always)
private func firstColumn<Value: FixedWidthInteger & BitwiseCopyable>(
  in row: Span<Value>, after start: Int, unlike value: Value
) -> Int {
  let size = MemoryLayout<Value>.size
  let bytes = unsafe row.bytes
  var x = start + 1
  // A stretch that equals the same bytes one sample before holds one value.
  while (x * size) + 8 <= row.count * size {
    let here = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x * size, as: UInt64.self)
    let before = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: (x - 1) * size, as: UInt64.self)
    guard here == before else { break }
    x += 8 / size
  }
  while x < row.count, row[x] == value { x += 1 }
  return x
}
