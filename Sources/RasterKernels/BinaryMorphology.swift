import Glibc
public import Raster

/// The pixels whose centre lies within `radius` of a pixel's centre of `mask`: dilation by a disc.
///
/// Exact, in the units of the spacings; a distance that exceeds `radius` by less than a millionth of it still counts.
///
/// - Complexity: the rows of the disc times the pixels of the mask's box grown by `radius`, 64 of them at a time.
public func dilated(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  guard radius >= 0, let box = mask.boundingBox else { return mask }
  let disc = Disc(radius: radius, spacingX: spacingX, spacingY: spacingY, width: mask.width, height: mask.height)
  let part = box.grown(disc.columns, disc.rows, within: mask.width, mask.height)
  var bits = BitPlane(mask, in: part)
  bits.dilate(by: disc.reaches)
  var result = mask
  bits.write(to: &result, in: part)
  return result
}

/// The pixels of `mask` farther than `radius` from every pixel outside it: erosion by a disc.
///
/// What lies beyond the plane counts as inside, so that erosion is the complement of the complement's dilation.
public func eroded(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  guard radius >= 0, let box = mask.boundingBox else { return mask }
  let disc = Disc(radius: radius, spacingX: spacingX, spacingY: spacingY, width: mask.width, height: mask.height)
  // The frame of one pixel around the box lies outside the mask, and no pixel beyond it is nearer than it is.
  let frame = box.grown(1, 1, within: mask.width, mask.height)
  var bits = BitPlane(mask, in: frame)
  bits.complement()
  bits.dilate(by: disc.reaches)
  bits.complement()
  var result = Mask(width: mask.width, height: mask.height)
  bits.write(to: &result, in: frame)
  return result
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
  /// The number of columns on either side, for each number of rows from the centre.
  let reaches: [Int]
  var columns: Int { reaches.first ?? 0 }
  var rows: Int { reaches.count - 1 }

  init(radius: Double, spacingX: Double, spacingY: Double, width: Int, height: Int) {
    let limit = radius * radius * 1.000_001
    var reaches: [Int] = []
    for row in 0...max(height, 1) {
      let rest = limit - Double(row) * spacingY * Double(row) * spacingY
      guard rest >= 0 else { break }
      reaches.append(Int(min(rest.squareRoot() / spacingX, Double(width))))
    }
    self.reaches = reaches
  }
}
