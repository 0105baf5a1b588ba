internal import CRasterKernels

/// A sample that the kernels for grey values take: what a file stores, or a working value.
package protocol GreySample: BitwiseCopyable, Comparable, Sendable {
  /// The value to compute with.
  var grey: Float { get }
  /// No value lies below.
  static var lowest: Self { get }
  /// No value lies above.
  static var highest: Self { get }
  /// Writes the weighted sum of `rows` rows of `width` samples from `first` on to `line`; ``weighRows(_:from:of:weights:into:with:)``
  /// checks what it is given.
  static func weighRows(
    _ rows: Int, from first: UnsafePointer<Self>?, weights: UnsafePointer<Float>?,
    into line: UnsafeMutablePointer<Float>?, width: Int, with instructions: KernelInstructions)
}

extension GreySample where Self: FixedWidthInteger {
  package static var lowest: Self { .min }
  package static var highest: Self { .max }
}

extension UInt16: GreySample {
  @inline(__always) package var grey: Float { Float(self) }

  package static func weighRows(
    _ rows: Int, from first: UnsafePointer<UInt16>?, weights: UnsafePointer<Float>?,
    into line: UnsafeMutablePointer<Float>?, width: Int, with instructions: KernelInstructions
  ) {
    unsafe ckernels_weigh_rows_16(instructions.level, first, rows, weights, line, width)
  }
}

extension UInt8: GreySample {
  @inline(__always) package var grey: Float { Float(self) }

  package static func weighRows(
    _ rows: Int, from first: UnsafePointer<UInt8>?, weights: UnsafePointer<Float>?,
    into line: UnsafeMutablePointer<Float>?, width: Int, with instructions: KernelInstructions
  ) {
    unsafe ckernels_weigh_rows_8(instructions.level, first, rows, weights, line, width)
  }
}

extension Float: GreySample {
  @inline(__always) package var grey: Float { self }
  package static var lowest: Float { -.infinity }
  package static var highest: Float { .infinity }

  package static func weighRows(
    _ rows: Int, from first: UnsafePointer<Float>?, weights: UnsafePointer<Float>?,
    into line: UnsafeMutablePointer<Float>?, width: Int, with instructions: KernelInstructions
  ) {
    unsafe ckernels_weigh_rows_float(instructions.level, first, rows, weights, line, width)
  }
}
