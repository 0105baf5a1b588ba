import Raster
import RasterKernels

/// The outer edge of a lesion as short pieces between pixels, each with its direction outwards.
///
/// All places are in millimetres from the centre of the neighbourhood's first pixel. A piece lies half-way between a pixel
/// inside and its neighbour outside, so that a straight edge at any angle is met without bias. Holes have no outline.
struct LesionOutline {
  /// A piece of the edge.
  struct Site: Equatable {
    /// The middle, in millimetres.
    var x: Double
    /// The middle, in millimetres.
    var y: Double
    /// The direction outwards, of length 1.
    var normalX: Double
    /// The direction outwards, of length 1.
    var normalY: Double
    /// The length of edge that it stands for.
    var length: Double
    /// The pixel outside.
    var outsideX: Int
    /// The pixel outside.
    var outsideY: Int
    /// The middle in half pixels.
    var half: HalfPixels
  }

  /// The pieces, row by row.
  private(set) var sites: [Site] = []

  /// The outline of `lesion`; pieces along the plane's own border are left out.
  init(of lesion: Mask, scale: ImageScale) {
    guard let box = lesion.boundingBox else { return }
    // Beyond a margin of one pixel the mask repeats its border's zeros; slopes look two pixels past the lesion.
    let part = box.grown(3, 3, within: lesion.width, lesion.height)
    let filled = holesFilled(lesion.cropped(to: part))
    let inside = filled.plane.samples.span
    let normals = NormalField(filled, scale: scale)
    let sides = [(0, -1), (-1, 0), (1, 0), (0, 1)]
    forEachEdgePixel(of: LabelMap(filled)) { x, y in
      for (dx, dy) in sides {
        let outX = x + dx
        let outY = y + dy
        guard filled.plane.contains(outX, outY), inside[outY * part.width + outX] == 0 else { continue }
        let normal = normals.outward(x, y, outX, outY)
        // A piece is as long as its projection onto the edge's own direction: pieces of a slanted edge add up to its length.
        let length = dx == 0 ? scale.x * abs(normal.y) : scale.y * abs(normal.x)
        sites.append(
          Site(
            x: (Double(part.x + x) + Double(dx) / 2) * scale.x, y: (Double(part.y + y) + Double(dy) / 2) * scale.y,
            normalX: normal.x, normalY: normal.y, length: length, outsideX: part.x + outX, outsideY: part.y + outY,
            half: HalfPixels(x: 2 * (part.x + x) + dx, y: 2 * (part.y + y) + dy)))
      }
    }
  }
}

/// A place between pixels in halves of their widths and heights, from the centre of the neighbourhood's first pixel.
struct HalfPixels: Equatable {
  var x: Int
  var y: Int
}

/// The direction outwards of a mask's edge: against the gradient of the mask blurred by half a millimetre.
private struct NormalField {
  private let blurred: Plane<Float>
  private let scale: ImageScale

  init(_ mask: Mask, scale: ImageScale) {
    let plane = Plane(width: mask.width, height: mask.height, samples: mask.plane.samples.map { Float($0) })
    blurred = gaussianBlurred(plane, sigmaX: max(1, 0.5 / scale.x), sigmaY: max(1, 0.5 / scale.y))
    self.scale = scale
  }

  /// The direction at the piece between an inside and an outside pixel; straight across where the gradient vanishes.
  func outward(_ x: Int, _ y: Int, _ outX: Int, _ outY: Int) -> (x: Double, y: Double) {
    let gx = (slopeX(x, y) + slopeX(outX, outY)) / 2
    let gy = (slopeY(x, y) + slopeY(outX, outY)) / 2
    let length = (gx * gx + gy * gy).squareRoot()
    guard length > 1e-6 else { return (Double(outX - x), Double(outY - y)) }
    return (-gx / length, -gy / length)
  }

  private func slopeX(_ x: Int, _ y: Int) -> Double {
    let left = blurred[max(x - 1, 0), y]
    let right = blurred[min(x + 1, blurred.width - 1), y]
    return Double(right - left) / (2 * scale.x)
  }

  private func slopeY(_ x: Int, _ y: Int) -> Double {
    let above = blurred[x, max(y - 1, 0)]
    let below = blurred[x, min(y + 1, blurred.height - 1)]
    return Double(below - above) / (2 * scale.y)
  }
}
