package import Raster
internal import RasterKernels

/// The grey scale of an image whose histogram was equalised as a whole: how bright a place is says what share of the film is darker.
///
/// Where air that is not black takes most of such a film, the limbs are left the whitest levels only: bone, tissue and what
/// lies in it differ by hundredths, and the network takes all of it for bone. A power of the image gives them their room back.
package enum EqualisedTones {
  /// Shares of the pixels whose levels are looked at.
  private static let shares = [0.6, 0.7, 0.8, 0.9, 0.95, 0.98]
  /// How far the levels may lie from a straight line to white: on nineteen of twenty ordinary films so equalised by 0.011 at
  /// most, on stumps, which show most air, 0.026; on nineteen of twenty other ordinary films by 0.059 and more.
  private static let farthest = 0.02
  /// How steeply the line may fall from white: more where a part of the film is black throughout, which takes no levels from the rest.
  private static let slopes = 0.85...1.05
  /// What the median of the bones may be: it is 0.5 to 0.75 on ordinary films that nobody equalised.
  private static let brightest: Float = 0.75
  /// The powers that are tried, in halves.
  private static let halves = 3...12
  /// The share of the image below which bone is too small to go by.
  private static let leastBone = 0.005

  /// Whether the levels below which shares of the pixels lie, 0 … 1 with bone bright, are those of such an image: `level` gives them, in the order of the shares.
  package static func hold(_ level: ([Double]) -> [Double]) -> Bool {
    let line = zip(shares, level(shares)).map { (brighter: 1 - $0, missing: 1 - $1) }
    let slope =
      line.reduce(0) { $0 + $1.brighter * $1.missing } / line.reduce(0) { $0 + $1.brighter * $1.brighter }
    return slopes.contains(slope) && line.allSatisfy { abs($0.missing - slope * $0.brighter) <= farthest }
  }

  /// `shown`, such an image, with the least power, in halves up to six, at which the median of `bone` is no brighter than on
  /// other films; `nil` where it is not, or bone is too small.
  package static func spread(_ shown: Plane<Float>, by bone: Mask) -> Plane<Float>? {
    let bright = shown.values(where: bone)
    guard Double(bright.count) >= leastBone * Double(shown.samples.count), let middle = median(of: bright),
      middle > brightest
    else { return nil }
    let power = halves.first { middle.raised(halves: $0) <= brightest } ?? halves.upperBound
    return Plane(width: shown.width, height: shown.height, samples: shown.samples.map { $0.raised(halves: power) })
  }
}

extension Float {
  /// The power of so many halves, by products and a root alone: the same bits on every machine.
  fileprivate func raised(halves: Int) -> Float {
    (0..<halves / 2).reduce(halves % 2 == 1 ? squareRoot() : 1) { power, _ in power * self }
  }
}
