public import Raster

/// The plane reduced to `width` by `height` pixels, each the mean over the area it covers, fractions of pixels included.
///
/// Target pixel `i` covers the source from `i · W / w` to `(i + 1) · W / w`, measured from the outer edge of the first
/// pixel. The mean of the whole plane stays. A target larger than the source repeats pixels, blended where they meet.
///
/// - Precondition: the target has at least one pixel unless the plane has none.
public func areaReduced(_ plane: Plane<UInt16>, toWidth width: Int, height: Int) -> Plane<Float> {
  reduced(plane, width: width, height: height)
}

/// The plane reduced by area means, as the version for `UInt16` does.
public func areaReduced(_ plane: Plane<Float>, toWidth width: Int, height: Int) -> Plane<Float> {
  reduced(plane, width: width, height: height)
}

private func reduced<Sample: GreySample>(_ plane: Plane<Sample>, width: Int, height: Int) -> Plane<Float> {
  var result = Plane<Float>(width: width, height: height, repeating: 0)
  guard plane.width > 0, plane.height > 0 else { return result }
  precondition(width > 0 && height > 0, "A plane reduced to nothing")
  let columns = cover(plane.width, by: width)
  let rows = cover(plane.height, by: height)
  let source = plane.samples.span
  var sums = [Float](repeating: 0, count: plane.width)
  result.withMutableSamples { samples in
    for y in 0..<height {
      var line = sums.mutableSpan
      let own = rows[y]
      weighRows(own.count, from: own.first * plane.width, of: source, weights: own.weights, into: &line)
      var out = samples._mutatingExtracting(y * width..<(y + 1) * width)
      let covers = columns.span
      for x in out.indices { unsafe out[unchecked: x] = sum(covers[unchecked: x], of: line.span) }
    }
  }
  return result
}

/// What one target pixel covers of a row or column: from `first` to `last`, whole pixels between two fractions.
private struct Cover {
  var first: Int
  var last: Int
  var firstWeight: Float
  var lastWeight: Float
  var weight: Float

  var count: Int { last - first + 1 }
  /// Of the first, of those between and of the last.
  var weights: [3 of Float] { [firstWeight, weight, lastWeight] }
}

private func cover(_ count: Int, by target: Int) -> [Cover] {
  let scale = Double(count) / Double(target)
  return (0..<target).map { i in
    // Integers decide which pixel a boundary lies in, so that rounding cannot.
    let first = i * count / target
    let last = max(first, ((i + 1) * count + target - 1) / target - 1)
    let start = Double(i * count % target) / Double(target)
    let end = Double(((i + 1) * count - last * target)) / Double(target)
    let whole = first == last
    return Cover(
      first: first, last: last, firstWeight: Float((whole ? end - start : 1 - start) / scale),
      lastWeight: whole ? 0 : Float(end / scale), weight: Float(1 / scale))
  }
}

/// The weighted sum of what `columns`, a cover of `line`, covers.
private func sum(_ columns: Cover, of line: Span<Float>) -> Float {
  var whole: Float = 0
  var x = columns.first &+ 1
  while x < columns.last {
    unsafe whole += line[unchecked: x]
    x &+= 1
  }
  let (first, last) = unsafe (line[unchecked: columns.first], line[unchecked: columns.last])
  return first * columns.firstWeight + whole * columns.weight + last * columns.lastWeight
}
