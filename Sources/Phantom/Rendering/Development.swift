import Raster

/// Turns attenuation into shown brightness in 0...1, bone bright, as a processing station does.
///
/// Detail is lifted above large-scale brightness, then a window runs from the skin to the densest bone, along a gentle S.
func developed(_ film: Plane<Float>, exposure: Exposure, metal: Mask, in frame: Frame) -> Plane<Float> {
  var shown = film
  shown.add(film, times: Float(exposure.detail + exposure.evenness))
  shown.add(film.blurred(sigma: 5 / frame.spacing), times: -Float(exposure.detail))
  shown.add(film.blurred(sigma: 30 / frame.spacing), times: -Float(exposure.evenness))
  let window = displayWindow(of: film, shown, metal: metal, clipped: exposure.clipped)
  shown.withMutableSamples { samples in
    for i in samples.indices {
      let t = min(1, max(0, (samples[i] - window.low) / (window.high - window.low)))
      samples[i] = 0.7 * t + 0.3 * t * t * (3 - 2 * t)
    }
  }
  if let open = exposure.collimator { shown.blacken(outside: open, in: frame) }
  return shown
}

/// The ends of the window, from every third pixel that is neither open beam nor metal.
private func displayWindow(
  of film: Plane<Float>, _ shown: Plane<Float>, metal: Mask, clipped: Double
) -> (low: Float, high: Float) {
  let openBeam: Float = 0.1
  var values: [Float] = []
  for i in stride(from: 0, to: film.samples.count, by: 3)
  where film.samples[i] > openBeam && metal.plane.samples[i] == 0 {
    values.append(shown.samples[i])
  }
  values.sort()
  guard let last = values.last, let first = values.first, last > first else { return (0, 1) }
  let high = values[min(values.count - 1, Int(Double(values.count) * (1 - clipped)))]
  // A tenth above the thinnest skin: open beam and the outermost skin are black.
  let low = values[values.count / 200]
  return (low - 0.05 * (high - low), high)
}

extension Plane where Sample == Float {
  fileprivate mutating func blacken(outside open: FilmBounds, in frame: Frame) {
    for row in 0..<height {
      let isOpenRow = frame.y(row) >= open.top && frame.y(row) <= open.bottom
      for column in 0..<width where !(isOpenRow && frame.x(column) >= open.left && frame.x(column) <= open.right) {
        self[column, row] = 0
      }
    }
  }
}
