package import Raster
internal import RasterKernels

/// Which end of the grey scale is bone, and how sure that is.
package struct PolarityFinding: Sendable, Equatable {
  /// Which end is bone.
  package var polarity: Polarity
  /// 0 where nothing speaks for either, 1 where it was stated.
  package var confidence: Double
}

extension PolarityFinding {
  /// Looks for the exposed background, which must be dark where bone is bright.
  ///
  /// Background is what reaches the image's border within 12 % of an end of the range and is flat at 1 mm: under 0.0015
  /// of the range per mm, or, on films with a grainy or striped background, under 0.03. An image three tenths of which
  /// lie in the darkest quarter, six times as much as in the brightest, shows bone bright too; the converse is not
  /// taken, because windows are cut so that tissue is bright more often than so that it is dark.
  ///
  /// - Returns: `nil` where the background does not tell.
  package init?(ofBackgroundIn image: WorkingImage) {
    let plane = image.plane
    let sorted = plane.samples.sorted()
    let low = sorted[Int(0.002 * Double(sorted.count - 1))]
    let high = sorted[Int(0.998 * Double(sorted.count - 1))]
    guard high > low else { return nil }
    let smooth = gaussianBlurred(plane, sigmaX: 1 / image.pitchX, sigmaY: 1 / image.pitchY)
    let ends = Ends(
      image: image, smooth: smooth,
      slope: gradientMagnitude(smooth, spacingX: image.pitchX, spacingY: image.pitchY), low: low, range: high - low)
    for (steepest, least, oneSided) in [(0.0015, 0.06, 0.3), (0.03, 0.1, 0.6)] as [(Float, Double, Double)] {
      let dark = ends.backgroundShare(steepest: steepest, dark: true)
      let bright = ends.backgroundShare(steepest: steepest, dark: false)
      let difference = abs(dark - bright) / max(dark + bright, 1e-9)
      guard max(dark, bright) >= least, difference >= oneSided else { continue }
      self.init(polarity: dark > bright ? .boneBright : .boneDark, confidence: 0.5 + difference / 2)
      return
    }
    let dark = smooth.samples.count { $0 < low + 0.25 * (high - low) }
    let bright = smooth.samples.count { $0 > high - 0.25 * (high - low) }
    guard dark * 10 >= 3 * smooth.samples.count, dark >= 6 * bright else { return nil }
    self.init(polarity: .boneBright, confidence: 0.7)
  }
}

/// The dark and the bright end of a smoothed image.
private struct Ends {
  let image: WorkingImage
  let smooth: Plane<Float>
  let slope: Plane<Float>
  let low: Float
  let range: Float

  /// The share of the image that is flat, near one end, and hangs together with the outer 3 mm.
  func backgroundShare(steepest: Float, dark: Bool) -> Double {
    let limit = steepest * range
    let top = low + 0.12 * range
    let bottom = low + 0.88 * range
    var flat = Mask(width: smooth.width, height: smooth.height)
    let values = smooth.samples.span
    let slopes = slope.samples.span
    flat.withMutableBytes { bytes in
      for i in bytes.indices where slopes[i] < limit && (dark ? values[i] < top : values[i] > bottom) { bytes[i] = 1 }
    }
    let parts = labelComponents(of: flat)
    let marginX = Int((3 / image.pitchX).rounded(.up))
    let marginY = Int((3 / image.pitchY).rounded(.up))
    let touches = parts.boundingBoxes.map { box in
      guard let box else { return false }
      return box.x < marginX || box.y < marginY || box.endX > parts.width - marginX || box.endY > parts.height - marginY
    }
    let labels = parts.plane.samples
    return Double(labels.count { $0 > 0 && touches[Int($0) - 1] }) / Double(labels.count)
  }
}
