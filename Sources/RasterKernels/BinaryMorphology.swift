public import Raster

/// The pixels whose centre lies within `radius` of a pixel's centre of `mask`: dilation by a disc.
public func dilated(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  let limit = Float(radius * radius) * 1.000_001
  let distance = squaredDistance(to: mask, spacingX: spacingX, spacingY: spacingY)
  return Mask(width: mask.width, height: mask.height, bytes: distance.samples.map { $0 <= limit ? 1 : 0 })
}

/// The pixels of `mask` farther than `radius` from every pixel outside it: erosion by a disc.
///
/// What lies beyond the plane counts as inside, so that erosion is the complement of the complement's dilation.
public func eroded(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  dilated(mask.complement, radius: radius, spacingX: spacingX, spacingY: spacingY).complement
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

/// The mask with every hole filled: background that no 4-connected path joins to the plane's border.
public func holesFilled(_ mask: Mask) -> Mask {
  let background = labelComponents(of: mask.complement, connectivity: .four)
  var open = [Bool](repeating: false, count: background.count + 1)
  for x in 0..<mask.width {
    open[background[x, 0]] = true
    open[background[x, mask.height - 1]] = true
  }
  for y in 0..<mask.height {
    open[background[0, y]] = true
    open[background[mask.width - 1, y]] = true
  }
  return Mask(
    width: mask.width, height: mask.height,
    bytes: background.plane.samples.map { $0 > 0 && open[Int($0)] ? 0 : 1 })
}
