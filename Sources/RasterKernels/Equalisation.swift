internal import CRasterKernels
package import Raster

extension Plane<Float> {
  /// The deviations from their surroundings over their spread there.
  ///
  /// `d / (√S(d²) + least)` with `d` the samples less their means: three box means of radius `fine`, S three of radius
  /// `spread`, with the border repeated outward. The means are right to some 1e-7.
  ///
  /// - Precondition: the samples lie between 0 and 1, no radius is negative or above 31.
  package func equalised(
    fine: Int, spread: Int, least: Float, with instructions: KernelInstructions = .best
  ) -> Plane<Float> {
    precondition((0...31).contains(fine) && (0...31).contains(spread), "Radii of \(fine) and \(spread)")
    var result = self
    guard width > 0, height > 0 else { return result }
    let (level, width, height) = (instructions.level, width, height)
    let room = ckernels_equalise_scratch(width, height, Swift.max(fine, spread))
    result.withMutableSamples { samples in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: width * height) { wholes in
          unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 64) { scratch in
            unsafe ckernels_equalise(
              level, samples.baseAddress, width, height, fine, spread, least, wholes.baseAddress, scratch.baseAddress)
          }
        }
      }
    }
    return result
  }
}
