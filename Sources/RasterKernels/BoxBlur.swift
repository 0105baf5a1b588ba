internal import CRasterKernels
public import Raster

/// The mean over the `2 · radiusX + 1` by `2 · radiusY + 1` pixels around each pixel; the border repeats outward.
///
/// Running sums in double precision, so that the cost does not depend on the radius and nothing drifts.
///
/// - Precondition: no radius is negative.
public func boxBlurred(_ plane: Plane<Float>, radiusX: Int, radiusY: Int) -> Plane<Float> {
  var result = plane
  result.blurByBox(radiusX: radiusX, radiusY: radiusY)
  return result
}

extension Plane<Float> {
  /// Replaces the samples by what ``boxBlurred(_:radiusX:radiusY:)`` gives, in the same memory.
  public mutating func blurByBox(radiusX: Int, radiusY: Int) {
    blurByBox(radiusX: radiusX, radiusY: radiusY, with: .best)
  }

  /// The same with certain instructions, which the machine must have.
  package mutating func blurByBox(radiusX: Int, radiusY: Int, with instructions: KernelInstructions) {
    precondition(radiusX >= 0 && radiusY >= 0, "A negative radius")
    guard width > 0, height > 0 else { return }
    let (level, width, height) = (instructions.level, width, height)
    withMutableSamples { samples in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        let room = ckernels_means_scratch(width, Swift.max(radiusX, radiusY))
        unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 16) { scratch in
          let (samples, scratch) = (samples.baseAddress, scratch.baseAddress)
          if radiusX > 0 { unsafe ckernels_means_along_rows(level, samples, width, height, radiusX, scratch) }
          if radiusY > 0 { unsafe ckernels_means_along_columns(level, samples, width, height, radiusY, scratch) }
        }
      }
    }
  }
}

/// A Gaussian of `sigmaX` by `sigmaY` pixels as three box means in a row; the border repeats outward.
///
/// The boxes' variances add up to the Gaussian's as closely as whole pixels allow (Kovesi 2010). The kernel comes within a
/// tenth of the Gaussian's height, nearer for a wide one. A sigma that no box of three pixels reaches (below about 0.6)
/// leaves that direction as it is.
public func boxGaussianBlurred(_ plane: Plane<Float>, sigmaX: Double, sigmaY: Double) -> Plane<Float> {
  var result = plane
  for (x, y) in zip(boxRadii(sigma: sigmaX), boxRadii(sigma: sigmaY)) { result.blurByBox(radiusX: x, radiusY: y) }
  return result
}

/// The radii of three boxes whose variances add up to `sigma²` as closely as possible.
package func boxRadii(sigma: Double) -> [Int] {
  guard sigma > 0 else { return [0, 0, 0] }
  let variance = 12 * sigma * sigma
  var small = Int((variance / 3 + 1).squareRoot())
  if small % 2 == 0 { small -= 1 }
  let ideal = (variance - Double(3 * small * small + 12 * small + 9)) / Double(-4 * small - 4)
  let smallCount = min(max(Int(ideal.rounded()), 0), 3)
  return (0..<3).map { ($0 < smallCount ? small : small + 2) / 2 }
}
