public import Raster

/// The steepness at each pixel: the length of the gradient by central differences, per unit of the spacings.
///
/// At the border the difference to the one neighbour counts; a plane of one column or row has no slope along it.
public func gradientMagnitude(_ plane: Plane<Float>, spacingX: Double = 1, spacingY: Double = 1) -> Plane<Float> {
  let width = plane.width
  let height = plane.height
  var result = plane
  guard width > 0, height > 0 else { return plane }
  let source = plane.samples.span
  let inner = Float(0.5 / spacingX)
  let border = Float(1 / spacingX)
  result.withMutableSamples { samples in
    for y in 0..<height {
      let up = max(y - 1, 0)
      let down = min(y + 1, height - 1)
      let scale = down == up ? 0 : Float(1 / (Double(down - up) * spacingY))
      let above = source.extracting(up * width..<(up + 1) * width)
      let below = source.extracting(down * width..<(down + 1) * width)
      let here = source.extracting(y * width..<(y + 1) * width)
      var out = samples._mutatingExtracting(y * width..<(y + 1) * width)
      for x in out.indices {
        let dy = unsafe (below[unchecked: x] - above[unchecked: x]) * scale
        unsafe out[unchecked: x] = dy * dy
      }
      if width > 2 {
        for x in 1..<width - 1 {
          let dx = unsafe (here[unchecked: x + 1] - here[unchecked: x - 1]) * inner
          unsafe out[unchecked: x] = (out[unchecked: x] + dx * dx).squareRoot()
        }
      }
      let first = (here[min(1, width - 1)] - here[0]) * border
      let last = (here[width - 1] - here[max(width - 2, 0)]) * border
      out[0] = (out[0] + first * first).squareRoot()
      if width > 1 { out[width - 1] = (out[width - 1] + last * last).squareRoot() }
    }
  }
  return result
}
