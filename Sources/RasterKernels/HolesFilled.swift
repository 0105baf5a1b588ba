public import Raster

/// The mask with every hole filled: background that no 4-connected path joins to the plane's border.
public func holesFilled(_ mask: Mask) -> Mask {
  guard let box = mask.boundingBox else { return mask }
  // Outside its box there is no hole, and background on the box's edge goes on beyond it or ends at the plane's border.
  let inner = mask.cropped(to: box)
  let background = labelComponents(of: inner.complement, connectivity: .four)
  let labels = background.plane.samples.span
  var open = [Bool](repeating: false, count: background.count + 1)
  for x in 0..<box.width {
    open[Int(labels[x])] = true
    open[Int(labels[(box.height - 1) * box.width + x])] = true
  }
  for y in 0..<box.height {
    open[Int(labels[y * box.width])] = true
    open[Int(labels[y * box.width + box.width - 1])] = true
  }
  open[0] = false
  var filled = inner
  filled.withMutableBytes { bytes in for i in bytes.indices { bytes[i] = open[Int(labels[i])] ? 0 : 1 } }
  return filled.placed(in: box, width: mask.width, height: mask.height)
}

extension Mask {
  /// A mask of `width` by `height` that holds this one in `box`, and nothing elsewhere.
  ///
  /// - Precondition: `box` has this mask's size and lies in the plane.
  public func placed(in box: PixelBox, width: Int, height: Int) -> Mask {
    precondition(box.width == self.width && box.height == self.height, "A box of another size")
    precondition(PixelBox(x: 0, y: 0, width: width, height: height).contains(box), "A box outside the plane")
    var result = Mask(width: width, height: height)
    let source = plane.samples.span
    result.withMutableBytes { bytes in
      for y in 0..<box.height {
        var row = bytes._mutatingExtracting((box.y + y) * width + box.x..<(box.y + y) * width + box.endX)
        for x in 0..<box.width { row[x] = source[y * box.width + x] }
      }
    }
    return result
  }
}
