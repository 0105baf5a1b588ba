internal import Raster
internal import RasterKernels

extension PlacedMask {
  /// Where a plane of `planeWidth` by `planeHeight`, laid over a radiograph of `width` by `height` and interpolated,
  /// reaches `level`; of the plane, the `values` in `valuesBox` are known.
  ///
  /// Only the surroundings of `part`, a mask that fills its box, are looked at: elsewhere the plane counts as lying under
  /// `level`, so that a neighbour's pixels stay the neighbour's. The outline inside follows the interpolated values, finer
  /// than a pixel.
  init(
    enlarging values: Plane<Float>, in valuesBox: PixelBox, of planeWidth: Int, _ planeHeight: Int,
    around part: PlacedMask, level: Float, toWidth width: Int, height: Int
  ) {
    let near = part.box.grown(2, 2, within: planeWidth, planeHeight)
    var enlarged = EnlargedPart(
      values, in: valuesBox, of: planeWidth, planeHeight, toWidth: width, height: height,
      box: near.enlarged(from: planeWidth, planeHeight, to: width, height))
    // One more than is drawn: the outermost drawn pixels are interpolated with it.
    enlarged.lower(part.box.grown(3, 3, within: planeWidth, planeHeight), beside: part, to: 0.5 * level)
    self.init(reaching: level, in: enlarged)
  }

  /// As above, of all of `plane`.
  init(enlarging plane: Plane<Float>, around part: PlacedMask, level: Float, toWidth width: Int, height: Int) {
    self.init(
      enlarging: plane, in: PixelBox(width: plane.width, height: plane.height), of: plane.width,
      plane.height, around: part, level: level, toWidth: width, height: height)
  }

  /// The pixels of `part` that reach `level`.
  private init(reaching level: Float, in part: EnlargedPart) {
    let box = part.box
    var bytes = [UInt8](repeating: 0, count: box.width * box.height)
    var all = bytes.mutableSpan
    part.forEachStretch(reaching: level) { y, columns in
      let row = (y - box.y) * box.width - box.x
      var stretch = all._mutatingExtracting(row + columns.lowerBound..<row + columns.upperBound)
      stretch.update(repeating: 1)
    }
    self.init(mask: Mask(width: box.width, height: box.height, bytes: bytes), box: box)
  }
}

extension PixelBox {
  /// The pixels of a plane of `width` by `height` that the box covers when the plane it lies in is resized to that.
  func enlarged(from planeWidth: Int, _ planeHeight: Int, to width: Int, _ height: Int) -> PixelBox {
    let scaleX = Double(width) / Double(planeWidth)
    let scaleY = Double(height) / Double(planeHeight)
    let left = max(0, Int(Double(x) * scaleX))
    let top = max(0, Int(Double(y) * scaleY))
    return PixelBox(
      x: left, y: top, width: min(width, Int((Double(endX) * scaleX).rounded(.up))) - left,
      height: min(height, Int((Double(endY) * scaleY).rounded(.up))) - top)
  }
}

extension EnlargedPart {
  /// Brings the source's values inside `box` that neither lie in `part` nor touch it down to `most`.
  fileprivate mutating func lower(_ box: PixelBox, beside part: PlacedMask, to most: Float) {
    let changed = box.intersection(sourceBox)
    let touching = dilated(part.laid(in: box), radius: 1.5).plane.samples
    let near = touching.span
    let source = sourceBox
    withMutableValues { values in
      for y in changed.y..<changed.endY {
        let from = (y - box.y) * box.width - box.x
        let to = (y - source.y) * source.width - source.x
        for x in changed.x..<changed.endX where near[from + x] == 0 && values[to + x] > most { values[to + x] = most }
      }
    }
  }
}

extension Plane<Float> {
  /// The pixels that reach `level`.
  func reaching(_ level: Float) -> Mask {
    Mask(of: self) { $0 >= level }
  }
}

extension LabelMap {
  /// For each label, index `label`, the number of its pixels whose value in `plane` is wanted.
  @inline(__always)
  func counts<Sample>(of plane: Plane<Sample>, where isWanted: (Sample) -> Bool) -> [Int] {
    precondition(plane.width == width && plane.height == height, "A plane of another size")
    let samples = plane.samples.span
    var counts = [Int](repeating: 0, count: count + 1)
    for run in runs {
      let row = samples.extracting(run.y * width + run.start..<run.y * width + run.end)
      var found = 0
      for x in row.indices where isWanted(row[x]) { found += 1 }
      counts[run.label] += found
    }
    return counts
  }

  /// For each label, index `label`, the number of its pixels inside `mask`.
  func counts(of mask: Mask) -> [Int] { counts(of: mask.plane) { $0 != 0 } }
}

extension Mask {
  /// 1 inside, 0 outside.
  var floats: Plane<Float> {
    var result = Plane<Float>(width: width, height: height, repeating: 0)
    let bytes = plane.samples.span
    result.withMutableSamples { samples in for i in samples.indices { samples[i] = Float(bytes[i]) } }
    return result
  }

  /// The components of at least `pixels` pixels.
  func withoutComponents(smallerThan pixels: Int) -> Mask {
    let parts = labelComponents(of: self)
    return parts.mask(keeping: parts.pixelCounts.map { $0 >= pixels })
  }
}
