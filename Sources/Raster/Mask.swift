/// A set of pixels, one byte each: 1 inside, 0 outside.
///
/// A type of its own, so that a mask cannot be passed where grey values are expected.
public struct Mask: Sendable, Equatable {
  /// The bytes; nothing but 0 and 1.
  @inlinable public var plane: Plane<UInt8> { storage }

  @usableFromInline var storage: Plane<UInt8>

  /// The number of columns.
  @inlinable public var width: Int { plane.width }
  /// The number of rows.
  @inlinable public var height: Int { plane.height }

  /// The empty set in a plane of `width` by `height`.
  @inlinable
  public init(width: Int, height: Int) { storage = Plane(width: width, height: height, repeating: 0) }

  /// Takes bytes of 0 (outside) and anything else (inside).
  @inlinable
  public init(width: Int, height: Int, bytes: [UInt8]) {
    storage = Plane(width: width, height: height, samples: bytes)
    normalise()
  }

  /// The samples of `plane` of which `isInside` is true, row by row in one pass.
  @inlinable
  public init<Sample>(of plane: Plane<Sample>, where isInside: (Sample) -> Bool) {
    let samples = plane.samples.span
    storage = Plane(width: plane.width, height: plane.height, repeating: 0)
    storage.withMutableSamples { bytes in
      for i in bytes.indices { bytes[i] = isInside(samples[i]) ? 1 : 0 }
    }
  }

  /// Whether column `x` and row `y` lie inside.
  @inlinable
  public subscript(x: Int, y: Int) -> Bool {
    get { plane[x, y] != 0 }
    set { storage[x, y] = newValue ? 1 : 0 }
  }

  /// Lets `body` change the bytes in place; whatever it leaves that is not 0 counts as inside.
  @inlinable
  public mutating func withMutableBytes<Result, Failure: Error>(
    _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let result = try storage.withMutableSamples(body)
    normalise()
    return result
  }

  /// Lets `body` change the bytes in place and takes its word that it writes nothing but 0 and 1: no pass over the rest.
  @inlinable
  public mutating func withMutableFlags<Result, Failure: Error>(
    _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withMutableSamples(body)
  }

  /// The number of pixels inside.
  @inlinable
  public var count: Int {
    var total = 0
    for byte in plane.samples { total &+= Int(byte) }
    return total
  }

  /// Whether no pixel is inside.
  @inlinable public var isEmpty: Bool { !plane.samples.contains(1) }

  /// The pixels of either.
  @inlinable public func union(_ other: Mask) -> Mask { combined(other) { $0 | $1 } }
  /// The pixels of both.
  @inlinable public func intersection(_ other: Mask) -> Mask { combined(other) { $0 & $1 } }
  /// The pixels that are not in `other`.
  @inlinable public func subtracting(_ other: Mask) -> Mask { combined(other) { $0 & ~$1 } }

  /// The pixels outside.
  @inlinable
  public var complement: Mask {
    let count = width * height
    let bytes = plane.samples.span
    let flipped = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      for i in 0..<count { unsafe target[i] = bytes[unchecked: i] ^ 1 }
      filled = count
    }
    return Mask(flags: Plane(width: width, height: height, samples: flipped))
  }

  /// A copy of the part inside `box`.
  @inlinable
  public func cropped(to box: PixelBox) -> Mask { Mask(flags: plane.cropped(to: box)) }

  /// Takes a plane of nothing but 0 and 1.
  @inlinable
  init(flags: Plane<UInt8>) { storage = flags }

  /// The smallest box around the pixels inside; `nil` where there is none.
  public var boundingBox: PixelBox? {
    var top = height
    var bottom = -1
    var left = width
    var right = -1
    let samples = plane.samples.span
    for y in 0..<height {
      let row = samples.extracting(y * width..<(y + 1) * width)
      guard let (first, last) = Self.ends(of: row) else { continue }
      top = min(top, y)
      bottom = y
      left = min(left, first)
      right = max(right, last)
    }
    guard bottom >= 0 else { return nil }
    return PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
  }

  /// The first and last column inside; `nil` where there is none.
  private static func ends(of row: Span<UInt8>) -> (Int, Int)? {
    let bytes = unsafe row.bytes
    let first = firstColumn(in: row, from: 0, unlike: 0)
    guard first < row.count else { return nil }
    var last = row.count - 1
    while last >= first + 8,
      unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: last - 7, as: UInt64.self) == 0
    {
      last -= 8
    }
    while row[last] == 0 { last -= 1 }
    return (first, last)
  }

  @inlinable
  mutating func normalise() {
    // A minimum vectorises, a choice between two constants does not.
    storage.withMutableSamples { bytes in for i in bytes.indices { bytes[i] = min(bytes[i], 1) } }
  }

  @inlinable
  func combined(_ other: Mask, _ operation: (UInt8, UInt8) -> UInt8) -> Mask {
    precondition(width == other.width && height == other.height, "Masks of different sizes")
    let count = width * height
    let own = plane.samples.span
    let bytes = other.plane.samples.span
    let combined = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      for i in 0..<count { unsafe target[i] = operation(own[unchecked: i], bytes[unchecked: i]) }
      filled = count
    }
    return Mask(flags: Plane(width: width, height: height, samples: combined))
  }
}
