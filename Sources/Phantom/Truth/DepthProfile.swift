import Raster

/// Mean mineral against depth below a lesion's edge, in bins of at least 0.15 mm.
struct DepthProfile {
  /// Mean depth and mean mineral of each bin that has pixels.
  private let bins: [(depth: Double, mineral: Double)]
  private let core: Double
  private let spacing: Double

  /// `depths` holds the squared distances to the outside, in pixels.
  init(of mineral: Plane<Float>, inside mask: Mask, depths: Plane<Float>, spacing: Double) {
    let width = max(spacing, 0.15)
    let deepest = Double(mask.largest(of: depths)).squareRoot() * spacing
    let count = Int(deepest / width) + 1
    var sums = [(pixels: Double, depth: Double, mineral: Double)](repeating: (0, 0, 0), count: count)
    var coreSum = 0.0
    var corePixels = 0.0
    for i in mask.plane.samples.indices where mask.plane.samples[i] != 0 {
      let depth = Double(depths.samples[i]).squareRoot() * spacing
      let value = Double(mineral.samples[i])
      let bin = min(count - 1, Int(depth / width))
      sums[bin].pixels += 1
      sums[bin].depth += depth
      sums[bin].mineral += value
      if depth > 0.7 * deepest {
        coreSum += value
        corePixels += 1
      }
    }
    bins = sums.filter { $0.pixels > 0 }.map { ($0.depth / $0.pixels, $0.mineral / $0.pixels) }
    core = corePixels > 0 ? coreSum / corePixels : 0
    self.spacing = spacing
  }

  private var peakIndex: Int? { bins.indices.max { bins[$0].mineral < bins[$1].mineral } }

  /// The core's mineral over the peak's.
  var coreOverPeak: Double? { peakIndex.map { core / bins[$0].mineral } }

  /// The depth past the peak where the profile reaches (peak + core) / 2; only where the core is below 0.8 of the peak and
  /// the rim spans three pixels.
  var rimThickness: Double? {
    guard let peakIndex, core < 0.8 * bins[peakIndex].mineral else { return nil }
    let half = (bins[peakIndex].mineral + core) / 2
    for i in bins.indices where i > peakIndex && bins[i].mineral <= half {
      let before = bins[i - 1]
      let t = (before.mineral - half) / (before.mineral - bins[i].mineral)
      let depth = before.depth + t * (bins[i].depth - before.depth)
      return depth >= 3 * spacing ? depth : nil
    }
    return nil
  }
}
