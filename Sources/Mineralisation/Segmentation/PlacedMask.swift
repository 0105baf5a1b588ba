package import Raster

/// A set of pixels of a radiograph, kept inside a box that holds it.
package struct PlacedMask: Sendable, Equatable {
  /// The pixels inside ``box``.
  package var mask: Mask
  /// Where ``mask`` lies in the radiograph.
  package let box: PixelBox

  /// A mask of the size of `box`.
  package init(mask: Mask, box: PixelBox) {
    self.mask = mask
    self.box = box
  }

  /// The smallest box around the pixels; `nil` without any.
  var extent: PixelBox? { mask.boundingBox?.moved(box.x, box.y) }

  /// The same pixels inside the smallest box; `nil` without any.
  var tight: PlacedMask? { extent.map { PlacedMask(mask: laid(in: $0), box: $0) } }

  /// The pixels inside `box`, which may be larger or smaller than the mask's own.
  package func laid(in box: PixelBox) -> Mask {
    var result = Mask(width: box.width, height: box.height)
    let shared = self.box.intersection(box)
    guard shared.width > 0 else { return result }
    let bytes = mask.plane.samples.span
    result.withMutableFlags { inside in
      for y in shared.y..<shared.endY {
        let from = (y - self.box.y) * self.box.width - self.box.x
        let to = (y - box.y) * box.width - box.x
        let row = bytes.extracting(from + shared.x..<from + shared.endX)
        var out = inside._mutatingExtracting(to + shared.x..<to + shared.endX)
        for x in row.indices { unsafe out[unchecked: x] = row[unchecked: x] }
      }
    }
    return result
  }

  /// The labels that the pixels inside have in `map`, in ascending order.
  func labels(in map: LabelMap) -> [Int] {
    var isThere = [Bool](repeating: false, count: map.count + 1)
    for (label, byte) in zip(map.painted(in: box).samples, mask.plane.samples) where byte != 0 {
      isThere[Int(label)] = true
    }
    return isThere.indices.filter { $0 > 0 && isThere[$0] }
  }

  /// Takes the labelled pixels of `other`, a map of the whole radiograph, away.
  mutating func subtract(_ other: LabelMap) {
    mask = mask.subtracting(other.foreground(in: box))
  }
}
