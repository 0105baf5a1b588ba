import Raster

/// A lesion's values in order and its pixels as grey levels, 1 onwards; 0 outside it.
struct GreyLevels {
  /// The values of the lesion's pixels, lowest first.
  let values: [UInt16]
  /// The grey level of each pixel of the lesion's box.
  let plane: Plane<Int32>
  /// How often each level occurs; index 0 is level 1.
  let counts: [Int]

  /// The highest level that occurs.
  var highest: Int { counts.count }

  /// The levels of the pixels inside `mask`, at least one.
  init(of samples: Plane<UInt16>, inside mask: Mask, _ discretisation: RadiomicsSettings.Discretisation) {
    let source = samples.samples.span
    let inside = mask.plane.samples.span
    var values: [UInt16] = []
    for i in inside.indices where inside[i] != 0 { values.append(source[i]) }
    values.sort()
    let levels = levelTable(lowest: values.first ?? 0, highest: values.last ?? 0, discretisation)
    let lowest = Int(values.first ?? 0)
    var plane = Plane<Int32>(width: samples.width, height: samples.height, repeating: 0)
    var counts = [Int](repeating: 0, count: Int(levels.last ?? 0))
    plane.withMutableSamples { out in
      for i in inside.indices where inside[i] != 0 {
        let level = levels[Int(source[i]) - lowest]
        out[i] = level
        counts[Int(level) - 1] += 1
      }
    }
    self.values = values
    self.plane = plane
    self.counts = counts
  }
}

/// The level of each value from `lowest` to `highest`: the number of bin edges at or below it.
private func levelTable(
  lowest: UInt16, highest: UInt16, _ discretisation: RadiomicsSettings.Discretisation
) -> [Int32] {
  let low = Double(lowest)
  let high = Double(highest)
  let start: Double
  let edge: (Int) -> Double
  switch discretisation {
  case .binWidth(let width):
    start = low - low.truncatingRemainder(dividingBy: width)
    let step = (start + width) - start
    edge = { start + Double($0) * step }
  case .binCount(let count):
    start = low == high ? low - 0.5 : low
    let end = low == high ? high + 0.5 : high
    let step = (end - start) / Double(count)
    // The last edge moves up by one, so that the highest value falls into the last bin.
    edge = { $0 < count ? Double($0) * step + start : end + 1 }
  }
  var level = 0
  return (Int(lowest)...Int(highest)).map { value in
    while edge(level) <= Double(value) { level += 1 }
    return Int32(level)
  }
}
