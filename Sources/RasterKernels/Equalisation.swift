internal import CRasterKernels
package import Raster

extension Plane<Float> {
  /// `d / (√S(d²) + least)` with `d` the samples less their means: three box means of radius `fine`, S three of radius `spread`.
  package func equalised(
    fine: Int, spread: Int, least: Float, with instructions: KernelInstructions = .best
  ) -> Plane<Float> {
    let count = samples.count
    var squares: [Float] = []
    var result = smoothed(fine, with: instructions)
    result.withMutableSamples { differences in
      unsafe samples.withUnsafeBufferPointer { values in
        unsafe differences.withUnsafeMutableBufferPointer { differences in
          squares = unsafe [Float](unsafeUninitializedCapacity: count) { squares, filled in
            unsafe ckernels_deviations(
              instructions.level, values.baseAddress, differences.baseAddress, count, differences.baseAddress,
              squares.baseAddress)
            filled = count
          }
        }
      }
    }
    let variances = Plane(width: width, height: height, samples: squares).smoothed(spread, with: instructions)
    result.withMutableSamples { samples in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        unsafe variances.samples.withUnsafeBufferPointer { variances in
          unsafe ckernels_equalise(instructions.level, samples.baseAddress, variances.baseAddress, count, least)
        }
      }
    }
    return result
  }

  private func smoothed(_ radius: Int, with instructions: KernelInstructions) -> Plane<Float> {
    var result = self
    for _ in 0..<3 { result.blurByBox(radiusX: radius, radiusY: radius, with: instructions) }
    return result
  }
}
