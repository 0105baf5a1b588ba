internal import CNetwork
import Glibc
package import Raster
internal import RasterKernels

/// The three 8-bit planes that the network sees of a working image, bone bright.
///
/// With `n` the image scaled from its quantiles 0.002 and 0.998 to 0 … 1 and `S_r` three box means of `2r + 1` pixels:
/// `n` itself; `d / (√S_6(d²) + 0.012)` with `d = n − S_4(n)`; the same with 20 and 30 in place of 4 and 6. The first
/// is scaled to 0 … 255, the others to 128 ± 32 per unit.
package struct NetworkInput: Sendable, Equatable {
  /// The image scaled to 0 … 1.
  package let normalised: Plane<Float>
  /// The planes, filled with zeros to the right and below up to a multiple of 32.
  package let planes: InputPlanes

  /// The planes of `image`, in which bone is bright, filled up to multiples of `multiple`.
  package init(_ image: Plane<Float>, multiple: Int) {
    self.init(image, range: GreyEnds(image).range, multiple: multiple)
  }

  /// The same where the range that the image is scaled by is known.
  init(_ image: Plane<Float>, range: (low: Float, length: Float), multiple: Int) {
    self.init(normalised: Self.normalised(image, range), multiple: multiple)
  }

  /// The planes of an image that is scaled to 0 … 1, filled up to multiples of `multiple`.
  package init(normalised: Plane<Float>, multiple: Int) {
    self.normalised = normalised
    let width = (normalised.width + multiple - 1) / multiple * multiple
    let height = (normalised.height + multiple - 1) / multiple * multiple
    var values = [UInt8](repeating: 0, count: 3 * width * height)
    let channels =
      [
        (normalised, 255, 0),
        (normalised.equalised(fine: 4, spread: 6, least: 0.012), 32, 128),
        (normalised.equalised(fine: 20, spread: 30, least: 0.012), 32, 128),
      ] as [(Plane<Float>, Float, Float)]
    for (index, (channel, factor, offset)) in channels.enumerated() {
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe cnetwork_quantise(
          channel.samples, normalised.width, normalised.height, factor, offset,
          values.baseAddress?.advanced(by: index * height * width), width)
      }
    }
    planes = InputPlanes(count: 3, width: width, height: height, values: values)
  }

  private static func normalised(_ image: Plane<Float>, _ range: (low: Float, length: Float)) -> Plane<Float> {
    let (low, length) = range
    var result = image
    result.withMutableSamples { samples in
      for i in samples.indices { samples[i] = min(max((samples[i] - low) / length, 0), 1) }
    }
    return result
  }
}
