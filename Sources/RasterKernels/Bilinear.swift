public import Raster

extension Plane where Sample == Float {
  /// The value between the four pixel centres around `point`; beyond the border the nearest edge counts.
  ///
  /// - Precondition: the plane has pixels and `point` is finite.
  @inlinable
  public func bilinear(at point: Point) -> Double {
    let columns = BilinearNeighbours(point.x, count: width)
    let rows = BilinearNeighbours(point.y, count: height)
    let samples = samples.span
    let top = columns.blend(
      Double(samples[rows.first * width + columns.first]), Double(samples[rows.first * width + columns.second]))
    let bottom = columns.blend(
      Double(samples[rows.second * width + columns.first]), Double(samples[rows.second * width + columns.second]))
    return rows.blend(top, bottom)
  }
}

extension Plane where Sample == UInt16 {
  /// The value between the four pixel centres around `point`; beyond the border the nearest edge counts.
  ///
  /// - Precondition: the plane has pixels and `point` is finite.
  @inlinable
  public func bilinear(at point: Point) -> Double {
    let columns = BilinearNeighbours(point.x, count: width)
    let rows = BilinearNeighbours(point.y, count: height)
    let samples = samples.span
    let top = columns.blend(
      Double(samples[rows.first * width + columns.first]), Double(samples[rows.first * width + columns.second]))
    let bottom = columns.blend(
      Double(samples[rows.second * width + columns.first]), Double(samples[rows.second * width + columns.second]))
    return rows.blend(top, bottom)
  }
}

/// The two pixel centres around a coordinate, cut to the plane, and how far it lies from the first to the second.
@usableFromInline
struct BilinearNeighbours {
  @usableFromInline let first: Int
  @usableFromInline let second: Int
  @usableFromInline let fraction: Double

  @inlinable
  init(_ coordinate: Double, count: Int) {
    precondition(count > 0, "A plane without pixels has no values")
    let place = min(max(coordinate, 0), Double(count - 1))
    first = Int(place)
    second = min(first + 1, count - 1)
    fraction = place - Double(first)
  }

  @inlinable
  func blend(_ a: Double, _ b: Double) -> Double { a + (b - a) * fraction }
}

/// The plane resized to `width` by `height` by bilinear interpolation, so that the images' outer edges coincide.
///
/// Target pixel `i` lies at `(i + ½) · W / w − ½` of the source; beyond the outer centres the edge repeats. Meant for
/// enlarging: to reduce, use ``areaReduced(_:toWidth:height:)-(Plane<Float>,_,_)``.
///
/// - Parameters:
///   - plane: the source; it has pixels.
///   - width: the columns of the whole target.
///   - height: the rows of the whole target.
///   - box: the part of the target that is computed and returned; the whole of it where absent.
public func resizedBilinear(
  _ plane: Plane<Float>, toWidth width: Int, height: Int, box: PixelBox? = nil
) -> Plane<Float> {
  EnlargedPart(
    plane, toWidth: width, height: height, box: box ?? PixelBox(width: width, height: height)
  ).sampled()
}
