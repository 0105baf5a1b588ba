/// A stretch of pixels of one label in one row: columns `start ..< end` of row `y`.
public struct LabelRun: Sendable, Equatable {
  // A film has tens of thousands of them: half the size of `Int`.
  @usableFromInline let storedLabel: Int32
  @usableFromInline let storedY: Int32
  @usableFromInline let storedStart: Int32
  @usableFromInline let storedEnd: Int32

  /// The label, 1 onwards.
  @inlinable public var label: Int { Int(storedLabel) }
  /// The row.
  @inlinable public var y: Int { Int(storedY) }
  /// The first column.
  @inlinable public var start: Int { Int(storedStart) }
  /// The first column after it.
  @inlinable public var end: Int { Int(storedEnd) }
  /// The number of pixels.
  @inlinable public var count: Int { Int(storedEnd &- storedStart) }

  /// A stretch.
  ///
  /// - Precondition: every number fits into 32 bits.
  @inlinable
  public init(label: Int, y: Int, start: Int, end: Int) {
    storedLabel = Int32(label)
    storedY = Int32(y)
    storedStart = Int32(start)
    storedEnd = Int32(end)
  }

  /// The same stretch under another label.
  @inlinable
  public func labelled(_ label: Int) -> LabelRun { LabelRun(label: label, y: y, start: start, end: end) }
}
