package import Raster
internal import RasterKernels

/// A set of pixels of a radiograph, kept inside the box that holds it.
package struct PlacedMask: Sendable, Equatable {
  /// The pixels inside ``box``.
  package var mask: Mask
  /// Where ``mask`` lies in the radiograph.
  package let box: PixelBox
}

extension PlacedMask {
  /// Where `plane`, laid over a radiograph of `width` by `height` and interpolated, reaches `level`.
  ///
  /// Only the surroundings of `part` are looked at: elsewhere `plane` counts as lying under `level`, so that a
  /// neighbour's pixels stay the neighbour's. The outline inside follows the interpolated values, finer than a pixel.
  ///
  /// - Returns: `nil` where `part` is empty.
  init?(enlarging plane: Plane<Float>, around part: Mask, level: Float, toWidth width: Int, height: Int) {
    guard let tight = part.boundingBox else { return nil }
    let near = tight.grown(2, 2, within: plane.width, plane.height)
    // One more than is drawn: the outermost drawn pixels are interpolated with it.
    let reach = tight.grown(3, 3, within: plane.width, plane.height)
    var values = plane
    let bytes = part.plane.samples.span
    values.withMutableSamples { samples in
      for y in reach.y..<reach.endY {
        for x in reach.x..<reach.endX {
          let at = y * plane.width + x
          guard samples[at] > 0.5 * level, !Self.touches(bytes, plane.width, plane.height, x, y) else { continue }
          samples[at] = 0.5 * level
        }
      }
    }
    let scaleX = Double(width) / Double(plane.width)
    let scaleY = Double(height) / Double(plane.height)
    let left = max(0, Int(Double(near.x) * scaleX))
    let top = max(0, Int(Double(near.y) * scaleY))
    let box = PixelBox(
      x: left, y: top, width: min(width, Int((Double(near.endX) * scaleX).rounded(.up))) - left,
      height: min(height, Int((Double(near.endY) * scaleY).rounded(.up))) - top)
    let fine = resizedBilinear(values, toWidth: width, height: height, box: box)
    self.init(
      mask: Mask(width: box.width, height: box.height, bytes: fine.samples.map { $0 >= level ? 1 : 0 }), box: box)
  }

  private static func touches(_ bytes: Span<UInt8>, _ width: Int, _ height: Int, _ x: Int, _ y: Int) -> Bool {
    for v in max(0, y - 1)...min(height - 1, y + 1) {
      for u in max(0, x - 1)...min(width - 1, x + 1) where bytes[v * width + u] != 0 { return true }
    }
    return false
  }

  /// Writes `label` into `labels` wherever it stands at 0.
  func paint(_ label: Int32, into labels: inout Plane<Int32>) {
    let width = labels.width
    let bytes = mask.plane.samples.span
    labels.withMutableSamples { samples in
      for y in 0..<box.height {
        for x in 0..<box.width where bytes[y * box.width + x] != 0 {
          let at = (box.y + y) * width + box.x + x
          if samples[at] == 0 { samples[at] = label }
        }
      }
    }
  }

  /// Adds the pixels inside to `other`, a mask of the whole radiograph.
  func add(to other: inout Mask) {
    let width = other.width
    let bytes = mask.plane.samples.span
    other.withMutableBytes { whole in
      for y in 0..<box.height {
        let to = (box.y + y) * width + box.x
        for x in 0..<box.width where bytes[y &* box.width &+ x] != 0 { whole[to &+ x] = 1 }
      }
    }
  }

  /// The labels that the pixels inside have in `map`, in ascending order.
  func labels(in map: LabelMap) -> [Int] {
    var isThere = [Bool](repeating: false, count: map.count + 1)
    for (label, byte) in zip(map.plane.cropped(to: box).samples, mask.plane.samples) where byte != 0 {
      isThere[Int(label)] = true
    }
    return isThere.indices.filter { $0 > 0 && isThere[$0] }
  }

  /// Takes the labelled pixels of `other`, a map of the whole radiograph, away.
  mutating func subtract(_ other: LabelMap) {
    let taken = other.plane.cropped(to: box).samples
    mask = mask.subtracting(Mask(width: box.width, height: box.height, bytes: taken.map { $0 > 0 ? 1 : 0 }))
  }
}

extension Plane<Float> {
  /// The pixels that reach `level`.
  func reaching(_ level: Float) -> Mask {
    Mask(width: width, height: height, bytes: samples.map { $0 >= level ? 1 : 0 })
  }
}

extension Mask {
  /// 1 inside, 0 outside.
  var floats: Plane<Float> { Plane(width: width, height: height, samples: plane.samples.map { Float($0) }) }

  /// The components of at least `pixels` pixels.
  func withoutComponents(smallerThan pixels: Int) -> Mask {
    let parts = labelComponents(of: self)
    var counts = [Int](repeating: 0, count: parts.count + 1)
    for label in parts.plane.samples { counts[Int(label)] += 1 }
    return Mask(
      width: width, height: height,
      bytes: parts.plane.samples.map { $0 > 0 && counts[Int($0)] >= pixels ? 1 : 0 })
  }
}
