import Glibc
public import Raster

/// The pixels whose centre lies within `radius` of a pixel's centre of `mask`: dilation by a disc.
///
/// Exact, in the units of the spacings; a distance that exceeds `radius` by less than a millionth of it still counts.
///
/// - Complexity: linear in the pixels of the mask's box grown by `radius`, whatever the radius.
public func dilated(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  guard radius >= 0, let box = mask.boundingBox else { return mask }
  let disc = Disc(radius: radius, spacingX: spacingX, spacingY: spacingY, width: mask.width, height: mask.height)
  return dilated(mask, by: disc, within: box.grown(disc.columns, disc.rows, within: mask.width, mask.height))
}

/// The pixels of `mask` farther than `radius` from every pixel outside it: erosion by a disc.
///
/// What lies beyond the plane counts as inside, so that erosion is the complement of the complement's dilation.
public func eroded(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  guard radius >= 0, let box = mask.boundingBox else { return mask }
  let disc = Disc(radius: radius, spacingX: spacingX, spacingY: spacingY, width: mask.width, height: mask.height)
  // The frame of one pixel around the box lies outside the mask, and no pixel beyond it is nearer than it is.
  let frame = box.grown(1, 1, within: mask.width, mask.height)
  guard !disc.isLarge else { return erodedBySweeps(mask, by: disc, within: frame) }
  var bits = BitPlane(mask, in: frame)
  bits.complement()
  bits.dilate(by: disc.reaches)
  bits.complement()
  var result = Mask(width: mask.width, height: mask.height)
  bits.write(to: &result, in: frame)
  return result
}

private func erodedBySweeps(_ mask: Mask, by disc: Disc, within frame: PixelBox) -> Mask {
  let outside = mask.cropped(to: frame).complement
  let near = dilatedBySweeps(outside, by: disc, within: PixelBox(x: 0, y: 0, width: frame.width, height: frame.height))
  return near.complement.placed(in: frame, width: mask.width, height: mask.height)
}

/// Erosion, then dilation: removes what a disc of `radius` does not fit into.
public func opened(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  dilated(
    eroded(mask, radius: radius, spacingX: spacingX, spacingY: spacingY), radius: radius, spacingX: spacingX,
    spacingY: spacingY)
}

/// Dilation, then erosion: closes what a disc of `radius` does not fit into.
public func closed(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  eroded(
    dilated(mask, radius: radius, spacingX: spacingX, spacingY: spacingY), radius: radius, spacingX: spacingX,
    spacingY: spacingY)
}

/// A disc in whole pixels: how far it reaches along the row at each distance in rows.
private struct Disc {
  /// The number of columns on either side, for each number of rows from the centre; -1 beyond the disc.
  let halfWidths: [Int32]
  let columns: Int
  var rows: Int { halfWidths.count - 2 }
  /// Whether its rows are so many that sweeps, whose cost does not depend on them, cost less than bits laid over bits.
  var isLarge: Bool { rows > 96 }
  /// The half widths without the end's mark.
  var reaches: [Int] { halfWidths.dropLast().map(Int.init) }

  init(radius: Double, spacingX: Double, spacingY: Double, width: Int, height: Int) {
    let limit = radius * radius * 1.000_001
    var halfWidths: [Int32] = []
    for row in 0...max(height, 1) {
      let rest = limit - Double(row) * spacingY * Double(row) * spacingY
      guard rest >= 0 else { break }
      halfWidths.append(Int32(min(rest.squareRoot() / spacingX, Double(width))))
    }
    columns = halfWidths.first.map(Int.init) ?? 0
    self.halfWidths = halfWidths + [-1]
  }
}

/// Dilates inside `box`, which holds every pixel of the mask.
private func dilated(_ mask: Mask, by disc: Disc, within box: PixelBox) -> Mask {
  guard !disc.isLarge else { return dilatedBySweeps(mask, by: disc, within: box) }
  var bits = BitPlane(mask, in: box)
  bits.dilate(by: disc.reaches)
  var result = mask
  bits.write(to: &result, in: box)
  return result
}

/// The same for a disc of any size.
///
/// Columns first: the number of rows to the mask. Then each pixel of a row reaches as far as the disc does at that
/// number, and two sweeps find what is reached.
private func dilatedBySweeps(_ mask: Mask, by disc: Disc, within box: PixelBox) -> Mask {
  let width = mask.width
  let far = Int32(disc.halfWidths.count - 1)
  var counts = [Int32](repeating: far, count: box.width * box.height)
  countRows(mask, within: box, atMost: far, into: &counts)
  var result = mask
  var reach = [Int32](repeating: 0, count: box.width)
  var below = [Int32](repeating: far, count: box.width)
  result.withMutableBytes { bytes in
    for y in stride(from: box.endY - 1, through: box.y, by: -1) {
      let row = (y - box.y) * box.width
      for x in 0..<box.width {
        let rows = min(counts[row + x], below[x] &+ 1)
        below[x] = rows
        reach[x] = disc.halfWidths[Int(rows)]
      }
      var out = bytes._mutatingExtracting(y * width + box.x..<y * width + box.endX)
      sweep(reach.span, into: &out)
    }
  }
  return result
}

/// The number of rows up to the mask, at most `far`, for every pixel of `box`.
private func countRows(_ mask: Mask, within box: PixelBox, atMost far: Int32, into counts: inout [Int32]) {
  let bytes = mask.plane.samples.span
  var above = [Int32](repeating: far, count: box.width)
  var last = above.mutableSpan
  var all = counts.mutableSpan
  for y in box.y..<box.endY {
    let inside = bytes.extracting(y * mask.width + box.x..<y * mask.width + box.endX)
    var row = all._mutatingExtracting((y - box.y) * box.width..<(y - box.y + 1) * box.width)
    for x in inside.indices {
      let next = unsafe min(last[unchecked: x] &+ 1, far)
      let rows = unsafe inside[unchecked: x] != 0 ? 0 : next
      unsafe last[unchecked: x] = rows
      unsafe row[unchecked: x] = rows
    }
  }
}

/// Marks each pixel that another one of the row reaches, to the right and then to the left.
private func sweep(_ reach: Span<Int32>, into out: inout MutableSpan<UInt8>) {
  precondition(reach.count == out.count, "Rows of different lengths")
  var left: Int32 = -1
  for x in out.indices {
    left = unsafe max(left &- 1, reach[unchecked: x])
    unsafe out[unchecked: x] = left >= 0 ? 1 : 0
    if left < 0 { left = -1 }
  }
  left = -1
  for x in stride(from: out.count - 1, through: 0, by: -1) {
    left = unsafe max(left &- 1, reach[unchecked: x])
    if left < 0 { left = -1 } else { unsafe out[unchecked: x] = 1 }
  }
}
