/// A plane of labels: 0 is background, 1 to ``count`` are objects.
public struct LabelMap: Sendable, Equatable {
  /// The labels; each is between 0 and ``count``.
  public let plane: Plane<Int32>
  /// The highest label that may occur.
  public let count: Int

  /// The number of columns.
  @inlinable public var width: Int { plane.width }
  /// The number of rows.
  @inlinable public var height: Int { plane.height }

  /// Takes `labels` whose highest value is `count`.
  ///
  /// - Precondition: no label is negative or above `count`.
  public init(_ labels: Plane<Int32>, count: Int) {
    precondition(labels.samples.allSatisfy { $0 >= 0 && $0 <= count }, "A label lies outside 0...\(count)")
    plane = labels
    self.count = count
  }

  /// A map without any object.
  public init(width: Int, height: Int) {
    self.init(Plane(width: width, height: height, repeating: 0), count: 0)
  }

  /// The label of column `x` and row `y`.
  @inlinable public subscript(x: Int, y: Int) -> Int { Int(plane[x, y]) }

  /// The pixels that carry `label`.
  public func mask(of label: Int) -> Mask {
    let wanted = Int32(label)
    return Mask(width: width, height: height, bytes: plane.samples.map { $0 == wanted ? 1 : 0 })
  }

  /// The pixels that carry any label.
  public var foreground: Mask {
    Mask(width: width, height: height, bytes: plane.samples.map { $0 > 0 ? 1 : 0 })
  }

  /// The smallest box around each label, in one pass; index `label - 1`, `nil` for a label without pixels.
  public var boundingBoxes: [PixelBox?] {
    var left = [Int](repeating: width, count: count)
    var right = [Int](repeating: -1, count: count)
    var top = [Int](repeating: height, count: count)
    var bottom = [Int](repeating: -1, count: count)
    let labels = plane.samples.span
    for y in 0..<height {
      for x in 0..<width {
        let label = Int(labels[y * width + x])
        guard label > 0 else { continue }
        left[label - 1] = min(left[label - 1], x)
        right[label - 1] = max(right[label - 1], x)
        top[label - 1] = min(top[label - 1], y)
        bottom[label - 1] = y
      }
    }
    return (0..<count).map { i in
      right[i] < 0
        ? nil : PixelBox(x: left[i], y: top[i], width: right[i] - left[i] + 1, height: bottom[i] - top[i] + 1)
    }
  }
}
