import Glibc
package import Mineralisation
package import Raster
import RasterCodecs
package import RasterKernels

/// A small change as another exposure, position and export would make it; drawn from the image's digest and a number.
package struct Perturbation: Sendable, Equatable {
  /// How far the picture is turned, in radians.
  package let rotation: Double
  /// How far it is shifted, in pixels.
  package let shiftX: Double
  /// As ``shiftX``, along columns.
  package let shiftY: Double
  /// The power that grey values, 0 to 1, are raised to.
  package let gamma: Double
  /// The standard deviation of the added noise, as a share of the grey values' range.
  package let noise: Double
  /// What the noise is drawn from.
  package let seed: UInt64

  /// The quality of the JPEG that the picture passes through.
  static let quality = 90
  /// The largest turn, in degrees.
  static let mostDegrees = 3.0
  /// The largest shift along either axis, in pixels.
  static let mostShift = 0.5
  /// How far ``gamma`` strays from 1.
  static let mostGamma = 0.1
  /// The bounds of ``noise``.
  static let noiseRange = 0.002...0.01

  /// The change `number`, 0 onwards, of the image with this digest.
  package init(imageDigest: String, number: Int) {
    var generator = SplitMix64(
      seed: (UInt64(imageDigest.prefix(16), radix: 16) ?? 0) ^ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
    func within(_ most: Double) -> Double { Double.random(in: -most...most, using: &generator) }
    rotation = within(Self.mostDegrees) * .pi / 180
    shiftX = within(Self.mostShift)
    shiftY = within(Self.mostShift)
    gamma = 1 + within(Self.mostGamma)
    noise = Double.random(in: Self.noiseRange, using: &generator)
    seed = generator.next()
  }

  /// Where the changed picture's pixels lie in the first one; a turn about its middle, in millimetres.
  package func map(width: Int, height: Int, spacing: PixelSpacing?) -> PixelMap {
    let ratio = spacing.map { $0.y / $0.x } ?? 1
    let c = cos(rotation)
    let s = sin(rotation)
    let middleX = Double(width - 1) / 2
    let middleY = Double(height - 1) / 2
    // Columns are one long, rows `ratio`.
    let (xx, xy, yx, yy) = (c, s * ratio, -s / ratio, c)
    return PixelMap(
      xx: xx, xy: xy, yx: yx, yy: yy, shiftX: middleX - xx * (middleX + shiftX) - xy * (middleY + shiftY),
      shiftY: middleY - yx * (middleX + shiftX) - yy * (middleY + shiftY))
  }

  /// The input with picture and masks changed alike.
  package func changed(_ input: AnalysisInput) -> AnalysisInput {
    let radiograph = input.radiograph
    let map = map(width: radiograph.width, height: radiograph.height, spacing: radiograph.spacing)
    var result = AnalysisInput(
      radiograph: Radiograph(
        samples: changed(radiograph.samples, by: map), bitDepth: 8, statedPolarity: radiograph.statedPolarity,
        spacing: radiograph.spacing, magnification: radiograph.magnification))
    result.region = input.region
    result.givenBones = input.givenBones.map { resampledNearest($0, by: map) }
    result.givenLesions = input.givenLesions.map { resampledNearest($0, by: map) }
    result.regionOfInterest = input.regionOfInterest.map { mask in
      let whole = PixelBox(width: mask.width, height: mask.height)
      let labels = LabelMap(width: mask.width, height: mask.height, layers: [(mask, whole)])
      return resampledNearest(labels, by: map).foreground
    }
    return result
  }

  /// The picture turned, with another gradation, noise, and JPEG's traces, in 8 bits from its darkest to its brightest.
  private func changed(_ samples: Plane<UInt16>, by map: PixelMap) -> Plane<UInt16> {
    let moved = resampled(samples, by: map)
    let low = Float(samples.samples.min() ?? 0)
    let high = max(Float(samples.samples.max() ?? 0), low + 1)
    let curve = (0...1024).map { Float(255 * pow(Double($0) / 1024, gamma)) }
    var generator = SplitMix64(seed: seed)
    let scatter = Float(255 * noise)
    var bytes = [UInt8](repeating: 0, count: moved.samples.count)
    let source = moved.samples.span
    let levels = curve.span
    for i in source.indices {
      let place = (source[i] - low) / (high - low) * 1024
      let k = min(1023, Int(place))
      let level = levels[k] + (levels[k + 1] - levels[k]) * (place - Float(k))
      bytes[i] = UInt8(max(0, min(255, (level + scatter * Self.normal(&generator)).rounded())))
    }
    let picture = Plane<UInt8>(width: samples.width, height: samples.height, samples: bytes)
    // A JPEG holds 65,500 pixels a side; a longer picture goes without its traces.
    guard max(picture.width, picture.height) <= 65_500,
      let decoded = try? decodeImage(encodeJPEG(picture, quality: Self.quality), limits: Self.limits)
    else {
      return Plane(width: picture.width, height: picture.height, samples: bytes.map { UInt16($0) })
    }
    return decoded.samples
  }

  private static var limits: DecodingLimits {
    var limits = DecodingLimits()
    limits.maximumPixels = .max
    return limits
  }

  /// A number of mean 0 and deviation 1: four even ones of 16 bits, added, which every machine rounds alike.
  private static func normal(_ generator: inout SplitMix64) -> Float {
    let bits = generator.next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return (Float(sum) / 65_535 - 2) * 1.732_050_8
  }
}
