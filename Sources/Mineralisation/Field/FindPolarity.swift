import Glibc
package import Raster
internal import RasterKernels

/// Which end of the grey scale is bone, and how sure that is.
package struct PolarityFinding: Sendable, Equatable {
  /// Which end is bone.
  package var polarity: Polarity
  /// 0 where nothing speaks for either, 1 where it was stated.
  package var confidence: Double

  /// A finding.
  package init(polarity: Polarity, confidence: Double) {
    self.polarity = polarity
    self.confidence = confidence
  }
}

extension PolarityFinding {
  /// The finding that `logOdds` of bright bone against dark bone amount to; the confidence is 0 at even odds.
  init(logOdds: Double) {
    self.init(
      polarity: logOdds >= 0 ? .boneBright : .boneDark, confidence: abs(2 / (1 + exp(-logOdds)) - 1))
  }
}

/// What the ends of an image's grey scale say of its polarity.
///
/// Background is what reaches the image's border within 12 % of an end of the range and is flat at 1 mm: under 0.0015
/// of the range per mm, or, on films with a grainy or striped background, under 0.03. The log odds of bright bone are 30
/// times the share of flat background at the dark end less that at the bright end, 6 times the same with the gentler
/// limit, and 4 times the share of pixels in the darkest quarter less that in the brightest, which counts from 0 to 0.3:
/// windows are cut so that tissue is bright more often than so that it is dark. Besides, what absorbs has structure and
/// what the beam passes has not: 12 times the correlation of the grey level with the logarithm of its slope, 3 at
/// the most, since noise is structure too. By its sign alone 118 of 119 ordinary films, 115 of 119 cuttings of them without a
/// margin and 36 of 38 simulated films come right; turned round, 117, 114 and 33.
package struct GreyScaleEvidence: Sendable, Equatable {
  /// The log odds of bright bone against dark bone.
  package let logOdds: Double
  /// The share of pixels in the darkest quarter of the range less that in the brightest, from -0.3 to 0.3.
  let quarters: Double

  /// The evidence of `image`; `nil` where it is of one value, and where a diaphragm's surround is white: flat and without
  /// structure like air, it says nothing.
  package init?(_ image: WorkingImage) {
    let ends = GreyEnds(image.plane)
    self.init(
      image, ends, surround: WhiteSurround(image.plane, ends, pitchX: image.pitchX, pitchY: image.pitchY))
  }

  /// The same where the ends of the grey scale and the white surround, if there is one, are known.
  init?(_ image: WorkingImage, _ greys: GreyEnds, surround: WhiteSurround?) {
    guard surround == nil, greys.high > greys.low else { return nil }
    let ends = Ends(image, low: greys.low, high: greys.high)
    let flat = ends.backgroundShare(steepest: 0.0015, dark: true) - ends.backgroundShare(steepest: 0.0015, dark: false)
    let gentle = ends.backgroundShare(steepest: 0.03, dark: true) - ends.backgroundShare(steepest: 0.03, dark: false)
    let (dark, bright) = ends.quarters()
    quarters = min(max(Double(dark - bright) / Double(ends.smooth.samples.count), -0.3), 0.3)
    let structure = ends.correlationOfGreyAndStructure()
    logOdds = 30 * flat + 6 * gentle + 4 * max(quarters, 0) + min(max(12 * structure, -3), 3)
  }

  /// The finding where the odds are ninety to one or better.
  package var finding: PolarityFinding? { abs(logOdds) >= 4.5 ? PolarityFinding(logOdds: logOdds) : nil }
}

/// The dark and the bright end of an image blurred at 1 mm, in pixels of about as much: smaller ones say nothing more.
private struct Ends {
  let smooth: Plane<Float>
  let slope: Plane<Float>
  let pitchX: Double
  let pitchY: Double
  let low: Float
  let high: Float
  var range: Float { high - low }

  /// The ends of `image`, whose grey scale reaches from `low` to `high`.
  init(_ image: WorkingImage, low: Float, high: Float) {
    let width = max(1, Int((Double(image.width) * min(image.pitchX, 1)).rounded()))
    let height = max(1, Int((Double(image.height) * min(image.pitchY, 1)).rounded()))
    let reduced = areaReduced(image.plane, toWidth: width, height: height)
    pitchX = image.pitchX * Double(image.width) / Double(width)
    pitchY = image.pitchY * Double(image.height) / Double(height)
    // The mean over a pixel has blurred it already, by a twelfth of the square of its side.
    let left = { (pitch: Double, own: Double) in (1 - (pitch * pitch - own * own) / 12).squareRoot() / pitch }
    smooth = gaussianBlurred(reduced, sigmaX: left(pitchX, image.pitchX), sigmaY: left(pitchY, image.pitchY))
    slope = gradientMagnitude(smooth, spacingX: pitchX, spacingY: pitchY)
    self.low = low
    self.high = high
  }

  /// The share of the image that is flat, near one end, and hangs together with the outer 3 mm.
  func backgroundShare(steepest: Float, dark: Bool) -> Double {
    let limit = steepest * range
    let top = low + 0.12 * range
    let bottom = low + 0.88 * range
    let flat = flatPixels(
      of: smooth, slopes: slope, steepest: limit, low: dark ? -.infinity : bottom, high: dark ? top : .infinity)
    let parts = labelComponents(of: flat)
    let sizes = parts.pixelCounts
    let marginX = Int((3 / pitchX).rounded(.up))
    let marginY = Int((3 / pitchY).rounded(.up))
    let touches = parts.boundingBoxes.map { box in
      guard let box else { return false }
      return box.x < marginX || box.y < marginY || box.endX > parts.width - marginX || box.endY > parts.height - marginY
    }
    let touching = touches.indices.reduce(0) { touches[$1] ? $0 + sizes[$1 + 1] : $0 }
    return Double(touching) / Double(smooth.samples.count)
  }

  /// The numbers of pixels in the darkest and in the brightest quarter of the range.
  func quarters() -> (dark: Int, bright: Int) {
    let (lower, upper) = (low + 0.25 * range, high - 0.25 * range)
    // As wide as the values, so that the loop vectorises.
    var (dark, bright): (UInt32, UInt32) = (0, 0)
    let values = smooth.samples.span
    for i in values.indices {
      dark &+= unsafe values[unchecked: i] < lower ? 1 : 0
      bright &+= unsafe values[unchecked: i] > upper ? 1 : 0
    }
    return (Int(dark), Int(bright))
  }

  /// The correlation, from -1 to 1, of the grey level, limited to the range, and the logarithm of its slope per mm, which
  /// a 3,300th of the range is added to; 0 where either does not vary.
  func correlationOfGreyAndStructure() -> Double {
    let values = smooth.samples.span
    let slopes = slope.samples.span
    let factor = 1 / range
    var (sx, sy, sxx, syy, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for y in 0..<smooth.height {
      // Sums of a row in Float, which are exact enough for a few thousand values of at most 144.
      var row = StructureSums()
      let columns = y * smooth.width..<(y + 1) * smooth.width
      row.add(values.extracting(columns), slopes.extracting(columns), low: low, factor: factor)
      sx += Double(row.x.sum())
      sy += Double(row.y.sum())
      sxx += Double(row.xx.sum())
      syy += Double(row.yy.sum())
      sxy += Double(row.xy.sum())
    }
    let n = Double(smooth.samples.count)
    let spread = (n * sxx - sx * sx) * (n * syy - sy * sy)
    return spread > 0 ? (n * sxy - sx * sy) / spread.squareRoot() : 0
  }
}

/// The sums of a row's grey levels, of their structures, and of the products of both, every fourth pixel in one.
private struct StructureSums {
  typealias Four = SIMD4<Float>
  var (x, y, xx, yy, xy) = (Four.zero, Four.zero, Four.zero, Four.zero, Four.zero)

  mutating func add(_ values: Span<Float>, _ slopes: Span<Float>, low: Float, factor: Float) {
    precondition(values.count == slopes.count, "Rows of different lengths")
    var i = 0
    while i < values.count {
      var (value, slope, weight) = (Four(repeating: low), Four.zero, Four(repeating: 1))
      if i + 4 <= values.count {
        value = unsafe Four(
          values[unchecked: i], values[unchecked: i &+ 1], values[unchecked: i &+ 2], values[unchecked: i &+ 3])
        slope = unsafe Four(
          slopes[unchecked: i], slopes[unchecked: i &+ 1], slopes[unchecked: i &+ 2], slopes[unchecked: i &+ 3])
      } else {
        for k in 0..<4 {
          let isInside = i + k < values.count
          if isInside { (value[k], slope[k]) = (values[i + k], slopes[i + k]) } else { weight[k] = 0 }
        }
      }
      add((value - low) * factor, slope * factor + 0.0003, weight)
      i += 4
    }
  }

  private mutating func add(_ share: Four, _ slope: Four, _ weight: Four) {
    let above = share.replacing(with: Four.zero, where: share .< Four.zero)
    let one = Four(repeating: 1)
    let grey = (above.replacing(with: one, where: above .> one) - Four(repeating: 0.5)) * weight
    // The bits of a float are its logarithm, straight from one power of two to the next; 2^-6 is the middle.
    let bits = unsafe unsafeBitCast(slope, to: SIMD4<Int32>.self) &- SIMD4<Int32>(repeating: 0x3C80_0000)
    let structure = Four(bits) * Four(repeating: 0x1p-23) * weight
    x += grey
    y += structure
    xx += grey * grey
    yy += structure * structure
    xy += grey * structure
  }
}
