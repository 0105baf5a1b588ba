internal import Raster
internal import RasterKernels

/// A box of a radiograph divided into equal pixels.
struct Grid {
  /// What is divided.
  let box: PixelBox
  /// The number of columns.
  let width: Int
  /// The number of rows.
  let height: Int
  /// Millimetres from column to column.
  let pitchX: Double
  /// Millimetres from row to row.
  let pitchY: Double

  /// `box` of a radiograph of this scale in pixels of about `pitch` mm.
  init(_ box: PixelBox, pitch: Double, scale: WorkingScale) {
    self.box = box
    width = max(1, Int((Double(box.width) * scale.x / pitch).rounded()))
    height = max(1, Int((Double(box.height) * scale.y / pitch).rounded()))
    pitchX = Double(box.width) * scale.x / Double(width)
    pitchY = Double(box.height) * scale.y / Double(height)
  }

  /// The area means of `radiograph`.
  func image(of radiograph: Radiograph) -> Plane<Float> {
    areaReduced(radiograph.samples.cropped(to: box), toWidth: width, height: height)
  }

  /// The pixels that `placed` covers by half.
  func reduced(_ placed: PlacedMask) -> Mask {
    areaReduced(placed.laid(in: box).floats, toWidth: width, height: height).reaching(0.5)
  }

  /// The pixels in which the middle of one of those of `placed`, which lies in the box, lies.
  func touched(by placed: PlacedMask) -> Mask {
    var result = Mask(width: width, height: height)
    let columns = (0..<placed.box.width).map { (2 * ($0 + placed.box.x - box.x) + 1) * width / (2 * box.width) }
    let bytes = placed.mask.plane.samples.span
    result.withMutableBytes { inside in
      for y in 0..<placed.box.height {
        let row = (2 * (y + placed.box.y - box.y) + 1) * height / (2 * box.height) * width
        for x in columns.indices where bytes[y * columns.count + x] != 0 { inside[row + columns[x]] = 1 }
      }
    }
    return result
  }

  /// Where `mask`, laid over the whole radiograph, leaves the middles of the grid's pixels free.
  func free(of mask: Mask, over radiograph: Radiograph) -> [Bool] {
    let columns = (0..<width).map { x in
      let place = Double(box.x) + (Double(x) + 0.5) * Double(box.width) / Double(width)
      return min(mask.width - 1, Int(place * Double(mask.width) / Double(radiograph.width)))
    }
    return (0..<height).flatMap { y in
      let place = Double(box.y) + (Double(y) + 0.5) * Double(box.height) / Double(height)
      let row = min(mask.height - 1, Int(place * Double(mask.height) / Double(radiograph.height)))
      return columns.map { !mask[$0, row] }
    }
  }
}
