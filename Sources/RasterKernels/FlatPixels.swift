internal import CRasterKernels
package import Raster

/// The pixels of `plane` between `low` and `high`, neither included, whose slope in `slopes` is below `steepest`.
///
/// - Precondition: both planes are of one size.
package func flatPixels(
  of plane: Plane<Float>, slopes: Plane<Float>, steepest: Float, low: Float, high: Float,
  with instructions: KernelInstructions = .best
) -> Mask {
  precondition(plane.width == slopes.width && plane.height == slopes.height, "Planes of different sizes")
  var mask = Mask(width: plane.width, height: plane.height)
  mask.withMutableFlags { flags in
    let count = flags.count
    unsafe plane.samples.withUnsafeBufferPointer { values in
      unsafe slopes.samples.withUnsafeBufferPointer { slopes in
        unsafe flags.withUnsafeMutableBufferPointer { flags in
          unsafe ckernels_flag_flat(
            instructions.level, values.baseAddress, slopes.baseAddress, count, low, high, steepest, flags.baseAddress)
        }
      }
    }
  }
  return mask
}
