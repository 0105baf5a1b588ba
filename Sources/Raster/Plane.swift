/// A rectangle of samples, row by row without padding.
///
/// Coordinates: `x` to the right, `y` down, pixel centres at integers, the origin at the first pixel's centre.
/// Kernels read `samples.span` and write through ``withMutableSamples(_:)``; the subscript is for tests and single looks.
public struct Plane<Sample: BitwiseCopyable & Sendable & Equatable>: Sendable, Equatable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The samples; that of column `x` and row `y` stands at `y * width + x`.
  @inlinable public var samples: [Sample] { storage }

  @usableFromInline var storage: [Sample]

  /// Takes `samples` as a plane of `width` columns and `height` rows.
  ///
  /// - Precondition: both sizes are at least 0 and `samples` holds exactly `width * height` of them.
  @inlinable
  public init(width: Int, height: Int, samples: [Sample]) {
    precondition(width >= 0 && height >= 0, "Plane sizes must not be negative")
    precondition(samples.count == width * height, "Plane of \(width) x \(height) given \(samples.count) samples")
    self.width = width
    self.height = height
    storage = samples
  }

  /// A plane that holds `value` everywhere.
  @inlinable
  public init(width: Int, height: Int, repeating value: Sample) {
    self.init(width: width, height: height, samples: [Sample](repeating: value, count: width * height))
  }

  /// The sample of column `x` and row `y`.
  @inlinable
  public subscript(x: Int, y: Int) -> Sample {
    get { storage[index(x, y)] }
    set { storage[index(x, y)] = newValue }
  }

  /// Lets `body` change the samples in place, row-major as in ``samples``.
  @inlinable
  public mutating func withMutableSamples<Result, Failure: Error>(
    _ body: (inout MutableSpan<Sample>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var span = storage.mutableSpan
    return try body(&span)
  }

  /// Whether column `x` and row `y` lie in the plane.
  @inlinable
  public func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

  /// A copy of the part inside `box`.
  ///
  /// - Precondition: `box` lies in the plane.
  @inlinable
  public func cropped(to box: PixelBox) -> Plane {
    precondition(PixelBox(width: width, height: height).contains(box), "Crop outside the plane")
    let part = unsafe [Sample](unsafeUninitializedCapacity: box.width * box.height) { target, filled in
      unsafe samples.withUnsafeBufferPointer { source in
        for y in 0..<box.height {
          let row = source.extracting((box.y + y) * width + box.x..<(box.y + y) * width + box.endX)
          _ = unsafe target.extracting(y * box.width..<(y + 1) * box.width).initialize(fromContentsOf: row)
        }
      }
      filled = box.width * box.height
    }
    return Plane(width: box.width, height: box.height, samples: part)
  }

  @usableFromInline @inline(__always)
  func index(_ x: Int, _ y: Int) -> Int {
    precondition(contains(x, y), "Sample (\(x), \(y)) lies outside a plane of \(width) x \(height)")
    return y * width + x
  }
}
