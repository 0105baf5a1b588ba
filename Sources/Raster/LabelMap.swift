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
    // As unsigned numbers, negative labels are the highest: one maximum, without a branch for each pixel.
    let samples = labels.samples.span
    var highest: UInt32 = 0
    for i in samples.indices { highest = max(highest, UInt32(bitPattern: samples[i])) }
    precondition(highest <= UInt32(clamping: count), "A label lies outside 0...\(count)")
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
    return Mask(of: plane) { $0 == wanted }
  }

  /// The pixels that carry any label.
  public var foreground: Mask {
    Mask(of: plane) { $0 > 0 }
  }

  /// The smallest box around each label, in one pass; index `label - 1`, `nil` for a label without pixels.
  public var boundingBoxes: [PixelBox?] {
    var left = [Int](repeating: width, count: count)
    var right = [Int](repeating: -1, count: count)
    var top = [Int](repeating: height, count: count)
    var bottom = [Int](repeating: -1, count: count)
    let labels = plane.samples.span
    for y in 0..<height {
      let row = labels.extracting(y * width..<(y + 1) * width)
      var x = 0
      while x < width {
        let label = Int(row[x])
        let start = x
        repeat { x &+= 1 } while x < width && Int(row[x]) == label
        guard label > 0 else { continue }
        left[label - 1] = min(left[label - 1], start)
        right[label - 1] = max(right[label - 1], x - 1)
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
