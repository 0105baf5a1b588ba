public import Raster

// What the kernels over masks compute, in the plainest way; a reference for tests and nothing else.

/// The nearest squared distance to a pixel of `mask`, by trying every pair.
public func slowSquaredDistance(to mask: Mask, spacingX: Double = 1, spacingY: Double = 1) -> Plane<Float> {
  let places = (0..<mask.width * mask.height).filter { mask[$0 % mask.width, $0 / mask.width] }
  return Plane(
    width: mask.width, height: mask.height,
    samples: (0..<mask.width * mask.height).map { i in
      var least = Double.infinity
      for place in places {
        let dx = Double(i % mask.width - place % mask.width) * spacingX
        let dy = Double(i / mask.width - place / mask.width) * spacingY
        least = min(least, dx * dx + dy * dy)
      }
      return Float(least)
    })
}

/// Dilation by a disc, by trying every pair.
public func slowDilated(_ mask: Mask, radius: Double, spacingX: Double = 1, spacingY: Double = 1) -> Mask {
  let distance = slowSquaredDistance(to: mask, spacingX: spacingX, spacingY: spacingY)
  let limit = Float(radius * radius * 1.000_001)
  return Mask(width: mask.width, height: mask.height, bytes: distance.samples.map { $0 <= limit ? 1 : 0 })
}

/// Components by flooding from each pixel in turn.
public func slowComponents(of mask: Mask, eight: Bool) -> LabelMap {
  var labels = Plane<Int32>(width: mask.width, height: mask.height, repeating: 0)
  var count: Int32 = 0
  for y in 0..<mask.height {
    for x in 0..<mask.width where mask[x, y] && labels[x, y] == 0 {
      count += 1
      labels[x, y] = count
      var open = [(x, y)]
      while let (px, py) = open.popLast() {
        for dy in -1...1 {
          for dx in -1...1 where eight || dx == 0 || dy == 0 {
            let (nx, ny) = (px + dx, py + dy)
            guard mask.plane.contains(nx, ny), mask[nx, ny], labels[nx, ny] == 0 else { continue }
            labels[nx, ny] = count
            open.append((nx, ny))
          }
        }
      }
    }
  }
  return LabelMap(labels, count: Int(count))
}

/// Holes filled by flooding the background from the border.
public func slowHolesFilled(_ mask: Mask) -> Mask {
  let background = slowComponents(of: mask.complement, eight: false)
  var open: Set<Int> = []
  for x in 0..<mask.width { open.formUnion([background[x, 0], background[x, mask.height - 1]]) }
  for y in 0..<mask.height { open.formUnion([background[0, y], background[mask.width - 1, y]]) }
  return Mask(
    width: mask.width, height: mask.height,
    bytes: background.plane.samples.map { $0 > 0 && open.contains(Int($0)) ? 0 : 1 })
}
