internal import Raster
internal import RasterKernels

/// Deals the pixels of pieces out to the named parts that are nearest to them.
///
/// A piece lies beside a named part, so that none is farther from any of its pixels than the piece is long: its
/// surroundings tell as much as the image. Where all surroundings together are larger than the image, the image is looked
/// at once.
struct Shares {
  private let named: Mask
  private let owners: LabelMap
  private let everywhere: Plane<Int32>?

  /// Shares among `named`, all named parts; in `owners` each has its index plus 1 as a label.
  init(_ named: Mask, owners: LabelMap, pieces: [PixelBox?]) {
    self.named = named
    self.owners = owners
    let area = pieces.reduce(0) { sum, box in
      let around = box.map { Self.surroundings(of: $0, in: named) }
      return sum + (around.map { $0.width * $0.height } ?? 0)
    }
    everywhere = area > named.width * named.height ? nearestPixel(of: named).index : nil
  }

  /// The pixels of `piece` by the index of the nearest part.
  func shares(of piece: PlacedMask) -> [(part: Int, share: PlacedMask)] {
    let box =
      everywhere == nil
      ? Self.surroundings(of: piece.box, in: named) : PixelBox(width: named.width, height: named.height)
    let nearest = (everywhere ?? nearestPixel(of: named.cropped(to: box)).index).samples
    var masks: [Int: Mask] = [:]
    for y in 0..<piece.box.height {
      for x in 0..<piece.box.width where piece.mask[x, y] {
        let place = Int(nearest[(piece.box.y - box.y + y) * box.width + piece.box.x - box.x + x])
        let part = Int(owners[box.x + place % box.width, box.y + place / box.width]) - 1
        masks[part, default: Mask(width: piece.box.width, height: piece.box.height)][x, y] = true
      }
    }
    return masks.sorted { $0.key < $1.key }.map { ($0.key, PlacedMask(mask: $0.value, box: piece.box)) }
  }

  private static func surroundings(of box: PixelBox, in named: Mask) -> PixelBox {
    let reach = box.width + box.height
    return box.grown(reach, reach, within: named.width, named.height)
  }
}
