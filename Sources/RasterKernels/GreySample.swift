/// A sample that the kernels for grey values take: what a file stores, or a working value.
protocol GreySample: BitwiseCopyable, Comparable, Sendable {
  /// The value to compute with.
  var grey: Float { get }
  /// No value lies below.
  static var lowest: Self { get }
  /// No value lies above.
  static var highest: Self { get }
}

extension UInt16: GreySample {
  @inline(__always) var grey: Float { Float(self) }
  static var lowest: UInt16 { .min }
  static var highest: UInt16 { .max }
}

extension Float: GreySample {
  @inline(__always) var grey: Float { self }
  static var lowest: Float { -.infinity }
  static var highest: Float { .infinity }
}
