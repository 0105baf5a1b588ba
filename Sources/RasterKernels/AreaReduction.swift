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
  reduced(plane, channels: 1, width: width, height: height) { line, covers, out in
    for x in covers.indices { unsafe out[unchecked: x] = sum(covers[unchecked: x], of: line) }
  }
}

/// A picture in colour reduced to `width` by `height` pixels, each channel by area means as a plane is, rounded to the nearest.
///
/// Rows hold red, green and blue of each pixel, of the picture given as of the one returned.
///
/// - Precondition: the rows hold three values a pixel, and the target has at least one pixel unless the picture has none.
public func areaReduced(colour picture: Plane<UInt8>, toWidth width: Int, height: Int) -> Plane<UInt8> {
  precondition(picture.width % 3 == 0, "Rows of \(picture.width) values in colour")
  return reduced(picture, channels: 3, width: width, height: height) { line, covers, out in
    for x in covers.indices {
      let mean = unsafe colourSum(covers[unchecked: x], of: line) + 0.5
      for channel in 0..<3 { unsafe out[unchecked: 3 &* x &+ channel] = UInt8(min(255, mean[channel])) }
    }
  }
}

/// - Parameters:
///   - channels: how many values lie side by side for a pixel, which are reduced apart.
///   - sumUp: reduces a row, which the rows of the plane were brought to, by what each target pixel covers of it. Behind the
///     row's last value stands one more.
@inline(__always)
private func reduced<Sample: GreySample, Value: BitwiseCopyable & ExpressibleByIntegerLiteral>(
  _ plane: Plane<Sample>, channels: Int, width: Int, height: Int,
  sumUp: (Span<Float>, Span<Cover>, inout MutableSpan<Value>) -> Void
) -> Plane<Value> {
  var result = Plane<Value>(width: width * channels, height: height, repeating: 0)
  guard plane.width > 0, plane.height > 0 else { return result }
  precondition(width > 0 && height > 0, "A plane reduced to nothing")
  let columns = cover(plane.width / channels, by: width)
  let rows = cover(plane.height, by: height)
  let source = plane.samples.span
  var sums = [Float](repeating: 0, count: plane.width + 1)
  result.withMutableSamples { samples in
    for y in 0..<height {
      var all = sums.mutableSpan
      var line = all._mutatingExtracting(0..<plane.width)
      let own = rows[y]
      weighRows(own.count, from: own.first * plane.width, of: source, weights: own.weights, into: &line)
      var out = samples._mutatingExtracting(y * width * channels..<(y + 1) * width * channels)
      sumUp(sums.span, columns.span, &out)
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
@inline(__always)
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

/// The weighted sums of the three channels of what `columns` covers of a line of them; the fourth number means nothing.
@inline(__always)
private func colourSum(_ columns: Cover, of line: Span<Float>) -> SIMD4<Float> {
  let bytes = unsafe line.bytes
  func pixel(_ x: Int) -> SIMD4<Float> {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 12 &* x, as: SIMD4<Float>.self)
  }
  var whole = SIMD4<Float>.zero
  var x = columns.first &+ 1
  while x < columns.last {
    whole += pixel(x)
    x &+= 1
  }
  return pixel(columns.first) * columns.firstWeight + whole * columns.weight + pixel(columns.last) * columns.lastWeight
}
