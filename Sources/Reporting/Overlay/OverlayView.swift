import Mineralisation
import Raster
import RasterKernels

/// How a radiograph is shown: its size on the picture and its grey values for the eye.
struct OverlayView {
  /// Picture pixels per pixel of the radiograph, along rows.
  let scaleX: Double
  /// As ``scaleX``, along columns.
  let scaleY: Double
  /// The picture, bone bright.
  let grey: Plane<UInt8>

  /// The longer side of the picture: larger radiographs are reduced, very small ones enlarged.
  static let longestSide = 1600
  static let shortestLongerSide = 800

  init(_ radiograph: Radiograph, _ field: Field) {
    let longer = max(radiograph.width, radiograph.height)
    let target = min(max(longer, Self.shortestLongerSide), Self.longestSide)
    let width = max(1, (radiograph.width * target + longer / 2) / longer)
    let height = max(1, (radiograph.height * target + longer / 2) / longer)
    let shown =
      target <= longer
      ? areaReduced(radiograph.samples, toWidth: width, height: height)
      : resizedBilinear(
        Plane<Float>(
          width: radiograph.width, height: radiograph.height, samples: radiograph.samples.samples.map { Float($0) }),
        toWidth: width, height: height)
    scaleX = Double(width) / Double(radiograph.width)
    scaleY = Double(height) / Double(radiograph.height)
    grey = windowed(shown, window(of: radiograph, field), isInverted: field.polarity == .boneDark)
  }

  /// Where a place of the radiograph lies on the picture.
  func place(_ point: Point) -> Point { Point((point.x + 0.5) * scaleX - 0.5, (point.y + 0.5) * scaleY - 0.5) }

  /// Where a line of the radiograph lies on the picture.
  func place(_ segment: Segment) -> Segment { Segment(place(segment.start), place(segment.end)) }
}

/// The values between which the greys are spread: the 1 % and the 99.8 % quantile of exposed tissue, of everything
/// where hardly any is.
private func window(of radiograph: Radiograph, _ field: Field) -> (low: Float, high: Float) {
  let values = radiograph.samples.samples
  // A few hundred thousand pixels tell the window as well as all of them.
  let step = max(1, values.count / 200_000) | 1
  let all = stride(from: 0, to: values.count, by: step)
  precondition(
    field.map.width == radiograph.width && field.map.height == radiograph.height,
    "A field of another size than its radiograph")
  // What bears no label is tissue.
  var others = field.map.runs[...]
  var sample = Histogram()
  for i in all {
    while let run = others.first, run.y * radiograph.width + run.end <= i { others.removeFirst() }
    if others.first.map({ i < $0.y * radiograph.width + $0.start }) ?? true { sample.add(values[i]) }
  }
  if sample.total < 1000 {
    sample = Histogram()
    for i in all { sample.add(values[i]) }
  }
  let last = sample.total - 1
  // The bright end of the shown picture is bone, which the window must not cut off.
  let (dark, bright) = field.polarity == .boneDark ? (2, 10) : (10, 2)
  return (Float(sample.value(at: last * dark / 1000)), Float(sample.value(at: last - last * bright / 1000)))
}

/// Spreads the values of `window` over the greys, a little dimmed so that lines stand out.
private func windowed(
  _ plane: Plane<Float>, _ window: (low: Float, high: Float), isInverted: Bool
) -> Plane<UInt8> {
  guard window.high > window.low else {
    return Plane(width: plane.width, height: plane.height, repeating: window.high > 0 ? 110 : 0)
  }
  let factor = 225 / (window.high - window.low)
  let (origin, rise) = isInverted ? (window.high, -factor) : (window.low, factor)
  var greys = Plane<UInt8>(width: plane.width, height: plane.height, repeating: 0)
  let values = plane.samples.span
  greys.withMutableSamples { greys in
    for i in values.indices {
      let level = unsafe (values[unchecked: i] - origin) * rise
      unsafe greys[unchecked: i] = level > 0 ? UInt8(truncatingIfNeeded: Int32(level < 225 ? level : 225)) : 0
    }
  }
  return greys
}
