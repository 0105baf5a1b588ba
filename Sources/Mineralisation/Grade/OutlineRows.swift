import Raster

/// Tells row by row which pixels of a mask have a side outside it; beyond the plane is outside.
struct OutlineRows {
  private let mask: Mask

  init(_ mask: Mask) { self.mask = mask }

  /// Writes 1 for every outermost pixel of row `y`, and 0 for all others.
  func mark(_ y: Int, in flags: inout [UInt8]) {
    let width = mask.width
    precondition(flags.count == width, "A row of another length")
    let bytes = mask.plane.samples.span
    let here = bytes.extracting(y * width..<(y + 1) * width)
    var out = flags.mutableSpan
    guard y > 0, y < mask.height - 1, width > 2 else {
      for x in out.indices { out[x] = here[x] }
      return
    }
    let above = bytes.extracting((y - 1) * width..<y * width)
    let below = bytes.extracting((y + 1) * width..<(y + 2) * width)
    for x in 1..<width - 1 {
      unsafe out[unchecked: x] =
        here[unchecked: x]
        & ~(here[unchecked: x - 1] & here[unchecked: x + 1] & above[unchecked: x] & below[unchecked: x])
    }
    out[0] = here[0]
    out[width - 1] = here[width - 1]
  }
}
