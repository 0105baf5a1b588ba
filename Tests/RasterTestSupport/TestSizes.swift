/// Side lengths around the widths that vectorised loops work in.
public let sidesAroundLanes = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65]

/// A width and a height, for a test that runs over several.
public struct TestSize: Sendable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int

  /// A size.
  public init(_ width: Int, _ height: Int) {
    self.width = width
    self.height = height
  }

  /// Each side around the lane widths, with a short, a matching and a long other side.
  public static let aroundLanes: [TestSize] = sidesAroundLanes.flatMap {
    [TestSize($0, 1), TestSize($0, 5), TestSize(6, $0), TestSize(1, $0)]
  }
}
