public import Raster

/// How often each stored value occurs.
public struct Histogram: Sendable, Equatable {
  /// The number of samples of each value; index 0 to 65,535.
  public private(set) var counts: [Int]
  /// The number of samples.
  public private(set) var total: Int

  /// An empty histogram.
  public init() {
    counts = [Int](repeating: 0, count: 65_536)
    total = 0
  }

  /// Counts one more sample.
  public mutating func add(_ value: UInt16) {
    counts[Int(value)] &+= 1
    total += 1
  }

  mutating func add(_ row: Span<UInt16>) {
    var bins = counts.mutableSpan
    for i in row.indices { bins[Int(row[i])] &+= 1 }
    total += row.count
  }

  mutating func add(_ row: Span<UInt16>, where inside: Span<UInt8>) {
    precondition(row.count == inside.count, "Rows of different lengths")
    var added = 0
    var bins = counts.mutableSpan
    for i in row.indices {
      let weight = unsafe Int(inside[unchecked: i])
      bins[Int(row[i])] &+= weight
      added &+= weight
    }
    total += added
  }

  /// The sample that would stand at `rank`, from 0 on, if all were sorted.
  ///
  /// - Precondition: there are more samples than `rank`, which is not negative.
  public func value(at rank: Int) -> UInt16 {
    precondition((0..<total).contains(rank), "Rank \(rank) of \(total) samples")
    var seen = 0
    var value = 0
    while seen + counts[value] <= rank {
      seen += counts[value]
      value += 1
    }
    return UInt16(value)
  }

  /// The value below which a share `q` of the samples lies, linear between neighbours as numpy's default.
  ///
  /// - Returns: `nil` where there is no sample.
  /// - Precondition: `q` lies between 0 and 1.
  public func quantile(_ q: Double) -> Double? {
    precondition(q >= 0 && q <= 1, "A share of \(q)")
    guard total > 0 else { return nil }
    let place = q * Double(total - 1)
    let index = Int(place)
    return interpolated(
      Double(value(at: index)), Double(value(at: min(index + 1, total - 1))), place - Double(index))
  }

  /// The middle value; the mean of the middle two where the number of samples is even.
  public var median: Double? { quantile(0.5) }

  /// The mean; `nil` where there is no sample.
  public var mean: Double? {
    guard total > 0 else { return nil }
    var sum = 0
    for value in counts.indices { sum &+= value &* counts[value] }
    return Double(sum) / Double(total)
  }

  /// The standard deviation, over the number of samples; `nil` where there is none.
  public var standardDeviation: Double? {
    guard let mean else { return nil }
    var sum = 0.0
    for value in counts.indices where counts[value] > 0 {
      let away = Double(value) - mean
      sum += away * away * Double(counts[value])
    }
    return (sum / Double(total)).squareRoot()
  }

  /// The value that parts the samples into `≤` and `>` with the greatest variance between the two (Otsu 1979).
  ///
  /// - Returns: `nil` where fewer than two values occur.
  public var otsuThreshold: Int? {
    guard let mean else { return nil }
    var weight = 0
    var moment = 0.0
    var best: (value: Int, variance: Double)?
    for value in counts.indices where counts[value] > 0 {
      weight += counts[value]
      moment += Double(value) * Double(counts[value])
      guard weight < total else { break }
      let share = Double(weight) / Double(total)
      let away = mean * share - moment / Double(total)
      let variance = away * away / (share * (1 - share))
      if variance > best?.variance ?? -1 { best = (value, variance) }
    }
    return best?.value
  }
}

/// The histogram of `plane` in `box`, or in all of it.
///
/// - Precondition: `box` lies in the plane.
public func histogram(of plane: Plane<UInt16>, in box: PixelBox? = nil) -> Histogram {
  let box = box ?? PixelBox(width: plane.width, height: plane.height)
  var result = Histogram()
  let samples = plane.samples.span
  for y in box.y..<box.endY {
    result.add(samples.extracting(y * plane.width + box.x..<y * plane.width + box.endX))
  }
  return result
}

/// The histogram of the samples inside `mask`.
///
/// - Precondition: the mask has the plane's size.
public func histogram(of plane: Plane<UInt16>, inside mask: Mask) -> Histogram {
  precondition(plane.width == mask.width && plane.height == mask.height, "A mask of another size")
  var result = Histogram()
  guard let box = mask.boundingBox else { return result }
  let samples = plane.samples.span
  let inside = mask.plane.samples.span
  for y in box.y..<box.endY {
    let row = y * plane.width + box.x..<y * plane.width + box.endX
    result.add(samples.extracting(row), where: inside.extracting(row))
  }
  return result
}

/// `a` to `b` at `fraction`, rounded as numpy does: from the nearer end.
func interpolated(_ a: Double, _ b: Double, _ fraction: Double) -> Double {
  fraction < 0.5 ? a + (b - a) * fraction : b - (b - a) * (1 - fraction)
}
