public import Mineralisation
public import Raster

/// The radiograph in grey, bone bright, at full contrast; outlines are still to come.
public func renderOverlay(_ radiograph: Radiograph, _ analysis: Analysis) -> ColourPicture {
  let samples = radiograph.samples.samples
  let low = Int(samples.min() ?? 0)
  let range = max(1, Int(samples.max() ?? 1) - low)
  let inverted = analysis.field.polarity == .boneDark
  return ColourPicture(
    grey: Plane(
      width: radiograph.width, height: radiograph.height,
      samples: samples.map { sample in
        let value = UInt8((Int(sample) - low) * 255 / range)
        return inverted ? 255 - value : value
      }))
}
