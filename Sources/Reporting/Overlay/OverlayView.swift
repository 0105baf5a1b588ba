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
    grey = windowed(shown, isInverted: field.polarity == .boneDark)
  }

  /// Where a place of the radiograph lies on the picture.
  func place(_ point: Point) -> Point { Point((point.x + 0.5) * scaleX - 0.5, (point.y + 0.5) * scaleY - 0.5) }

  /// Where a line of the radiograph lies on the picture.
  func place(_ segment: Segment) -> Segment { Segment(place(segment.start), place(segment.end)) }
}

/// Stretches the values between the 0.5 % and the 99.7 % quantile over the greys, a little dimmed so that lines stand out.
private func windowed(_ plane: Plane<Float>, isInverted: Bool) -> Plane<UInt8> {
  // Every seventh pixel tells the window as well as all of them.
  let sample = stride(from: 0, to: plane.samples.count, by: 7).map { plane.samples[$0] }.sorted()
  guard let first = sample.first else { return Plane(width: plane.width, height: plane.height, repeating: 0) }
  let low = sample[min(sample.count - 1, sample.count * 5 / 1000)]
  let high = sample[min(sample.count - 1, sample.count * 997 / 1000)]
  guard high > low else {
    return Plane(width: plane.width, height: plane.height, repeating: first > 0 ? 110 : 0)
  }
  let factor = 225 / (high - low)
  return Plane(
    width: plane.width, height: plane.height,
    samples: plane.samples.map { value in
      let level = (isInverted ? high - value : value - low) * factor
      return UInt8(max(0, min(225, level)))
    })
}
