internal import Raster
internal import RasterKernels

/// Which end of the grey scale is bone, and how sure that is.
struct PolarityFinding: Sendable, Equatable {
  /// Which end is bone.
  var polarity: Polarity
  /// 0 where nothing speaks for either, 1 where it was stated.
  var confidence: Double
}

extension PolarityFinding {
  /// Looks for the exposed background, which must be dark where bone is bright.
  ///
  /// Flat pixels (slope under 0.0015 of the range per mm at 1 mm) within 12 % of either end that reach the image's
  /// border are background; the end that has more of them is the exposed one. The confidence grows with their share of
  /// the image, up to a twentieth, and with how one-sided they are.
  init(ofBackgroundIn image: WorkingImage) {
    let plane = image.plane
    let sorted = plane.samples.sorted()
    let low = sorted[Int(0.002 * Double(sorted.count - 1))]
    let range = sorted[Int(0.998 * Double(sorted.count - 1))] - low
    guard range > 0 else {
      self.init(polarity: .boneBright, confidence: 0)
      return
    }
    let smooth = gaussianBlurred(plane, sigmaX: 1 / image.pitchX, sigmaY: 1 / image.pitchY)
    let slope = gradientMagnitude(smooth, spacingX: image.pitchX, spacingY: image.pitchY)
    let dark = Self.backgroundShare(image, smooth, slope, steepest: 0.0015 * range) { $0 < low + 0.12 * range }
    let bright = Self.backgroundShare(image, smooth, slope, steepest: 0.0015 * range) { $0 > low + 0.88 * range }
    let oneSided = abs(dark - bright) / max(dark + bright, 1e-9)
    self.init(
      polarity: dark >= bright ? .boneBright : .boneDark, confidence: oneSided * min(1, max(dark, bright) / 0.05))
  }

  private static func backgroundShare(
    _ image: WorkingImage, _ smooth: Plane<Float>, _ slope: Plane<Float>, steepest: Float, _ isEnd: (Float) -> Bool
  ) -> Double {
    let bytes = zip(smooth.samples, slope.samples).map { isEnd($0) && $1 < steepest ? UInt8(1) : 0 }
    let parts = labelComponents(of: Mask(width: smooth.width, height: smooth.height, bytes: bytes))
    let marginX = Int((3 / image.pitchX).rounded(.up))
    let marginY = Int((3 / image.pitchY).rounded(.up))
    var touches = [Bool](repeating: false, count: parts.count)
    for (index, box) in parts.boundingBoxes.enumerated() {
      guard let box else { continue }
      touches[index] =
        box.x < marginX || box.y < marginY || box.endX > parts.width - marginX || box.endY > parts.height - marginY
    }
    let count = parts.plane.samples.reduce(0) { $0 + ($1 > 0 && touches[Int($1) - 1] ? 1 : 0) }
    return Double(count) / Double(parts.width * parts.height)
  }
}
