import Raster

/// How stored rows and columns stand to the upright image, as EXIF numbers it.
struct Orientation: Equatable {
  /// 1 (as stored) to 8.
  let number: Int

  static let asStored = Orientation(number: 1)

  /// - Precondition: `number` lies between 1 and 8.
  init(number: Int) {
    precondition((1...8).contains(number), "Orientation \(number)")
    self.number = number
  }

  /// Whether rows become columns.
  var isTransposed: Bool { number >= 5 }

  /// Turns `plane` upright.
  func applied(to plane: Plane<UInt16>) -> Plane<UInt16> {
    guard number > 1 else { return plane }
    let stored = plane.samples.span
    let width = plane.width
    let height = plane.height
    let upright = isTransposed ? (width: height, height: width) : (width: width, height: height)
    // Where the upright image's first sample is stored, and the steps to its right and lower neighbours.
    let flipsX = [2, 3, 7, 8].contains(number)
    let flipsY = [3, 4, 6, 7].contains(number)
    let first = (flipsX ? width - 1 : 0) + (flipsY ? (height - 1) * width : 0)
    let alongStoredRow = flipsX ? -1 : 1
    let alongStoredColumn = flipsY ? -width : width
    let stepX = isTransposed ? alongStoredColumn : alongStoredRow
    let stepY = isTransposed ? alongStoredRow : alongStoredColumn
    var samples: [UInt16] = []
    samples.reserveCapacity(stored.count)
    for y in 0..<upright.height {
      var index = first + y * stepY
      for _ in 0..<upright.width {
        samples.append(stored[index])
        index &+= stepX
      }
    }
    return Plane(width: upright.width, height: upright.height, samples: samples)
  }
}
