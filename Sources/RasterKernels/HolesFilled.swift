public import Raster

/// The mask with every hole filled: background that no 4-connected path joins to the plane's border.
public func holesFilled(_ mask: Mask) -> Mask {
  guard let box = mask.boundingBox else { return mask }
  // Outside its box there is no hole, and background on the box's edge goes on beyond it or ends at the plane's border.
  let inner = mask.cropped(to: box)
  let background = labelComponents(of: inner.complement, connectivity: .four)
  var open = [Bool](repeating: false, count: background.count + 1)
  for run in background.runs
  where run.y == 0 || run.y == box.height - 1 || run.start == 0 || run.end == box.width { open[run.label] = true }
  var filled = mask
  filled.withMutableFlags { bytes in
    for run in background.runs where !open[run.label] {
      let row = (box.y + run.y) * mask.width + box.x
      var stretch = bytes._mutatingExtracting(row + run.start..<row + run.end)
      stretch.update(repeating: 1)
    }
  }
  return filled
}

extension Mask {
  /// A mask of `width` by `height` that holds this one in `box`, and nothing elsewhere.
  ///
  /// - Precondition: `box` has this mask's size and lies in the plane.
  public func placed(in box: PixelBox, width: Int, height: Int) -> Mask {
    precondition(box.width == self.width && box.height == self.height, "A box of another size")
    precondition(PixelBox(width: width, height: height).contains(box), "A box outside the plane")
    var result = Mask(width: width, height: height)
    let source = plane.samples.span
    result.withMutableFlags { bytes in
      for y in 0..<box.height {
        var row = bytes._mutatingExtracting((box.y + y) * width + box.x..<(box.y + y) * width + box.endX)
        for x in 0..<box.width { row[x] = source[y * box.width + x] }
      }
    }
    return result
  }
}
