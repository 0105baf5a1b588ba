import Mineralisation
import Raster
import RasterTestSupport
import Testing

@Suite struct PlacedMaskTests {
  @Test func aMaskIsLaidInBoxesThatHoldCutAndMissIt() {
    let mask = Mask.random(width: 7, height: 5, density: 0.6, seed: 1)
    let placed = PlacedMask(mask: mask, box: PixelBox(x: 10, y: 20, width: 7, height: 5))
    for x in [0, 4, 9, 10, 13, 16, 17, 30] {
      for y in [0, 18, 20, 23, 25, 40] {
        for (width, height) in [(1, 1), (4, 3), (20, 12)] {
          let box = PixelBox(x: x, y: y, width: width, height: height)
          let laid = placed.laid(in: box)
          for row in 0..<height {
            for column in 0..<width {
              let (ownX, ownY) = (x + column - 10, y + row - 20)
              #expect(laid[column, row] == (mask.plane.contains(ownX, ownY) && mask[ownX, ownY]), "\(box)")
            }
          }
        }
      }
    }
  }
}
