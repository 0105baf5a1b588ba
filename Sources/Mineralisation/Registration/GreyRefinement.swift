import Glibc
import Raster
import RasterKernels

/// Settles by the bones' grey values what their outlines leave open: the slide along a shaft.
///
/// The outlines' equations say along which direction of shift, turn and scale the fit is loosest. Along that direction
/// the bones' grey values, freed of exposure by their local mean and scatter, are compared step by step; where one place
/// correlates clearly best, the fit moves there, and the outlines settle the rest.
struct GreyRefinement {
  private let baseline: BoneGrey
  private let followUp: BoneGrey
  private let alignment: BoneAlignment

  /// How far along the loosest direction is looked, in millimetres.
  private static let reach = 20.0
  private static let step = 0.5
  /// A best correlation below this says nothing.
  private static let leastCorrelation = 0.2
  /// The best must beat every place more than ``apart`` away by this much.
  private static let leastLead = 0.03
  private static let apart = 3.0
  /// The standard uncertainty of a slide that grey values settled, in millimetres.
  static let settled = 0.5

  /// `nil` where a film comes without grey values.
  init?(_ baseline: RegistrationFilm, _ followUp: RegistrationFilm, _ alignment: BoneAlignment, labels: (Int, Int)?) {
    guard let first = BoneGrey(baseline, label: labels?.0), let second = BoneGrey(followUp, label: labels?.1) else {
      return nil
    }
    self.baseline = first
    self.followUp = second
    self.alignment = alignment
  }

  /// The loosest direction of a fit, and how loose it is.
  struct Slide {
    /// The step that shifts the bone's middle parts by one millimetre.
    var direction: [Double]
    /// The standard uncertainty along it, in millimetres.
    var uncertainty: Double

    /// How many millimetres a turn by one, or a doubling, moves the edge, so that the four unknowns compare.
    static let lever = 60.0

    /// The direction of the greatest covariance.
    init(covariance: [Double]) {
      let weights: [Double] = [1, 1, Self.lever, Self.lever]
      var vector: [Double] = [0.5, 0.5, 0.5, 0.5]
      var size = 0.0
      for _ in 0..<60 {
        var next: [Double] = [0, 0, 0, 0]
        for i in 0..<4 {
          for j in 0..<4 { next[i] += weights[i] * covariance[i * 4 + j] * weights[j] * vector[j] }
        }
        size = next.reduce(0.0) { (sum: Double, part: Double) in sum + part * part }.squareRoot()
        guard size > 0 else { break }
        for i in 0..<4 { vector[i] = next[i] / size }
      }
      for i in 0..<4 { vector[i] /= weights[i] }
      direction = vector
      uncertainty = size.squareRoot()
    }

    /// How far `step` goes along the direction, in millimetres.
    func part(of step: [Double]) -> Double {
      let weights: [Double] = [1, 1, Self.lever * Self.lever, Self.lever * Self.lever]
      var sum = 0.0
      for i in 0..<4 { sum += weights[i] * direction[i] * step[i] }
      return sum
    }
  }

  /// The fit that grey values settle along `slide`; `nil` where they cannot tell.
  func refined(_ transform: Similarity, along slide: Slide) -> Similarity? {
    let centre = alignment.centre(transform)
    let count = Int(Self.reach / Self.step)
    func shifted(_ millimetres: Double) -> Similarity {
      BoneAlignment.moved(transform, by: slide.direction.map { $0 * millimetres }, about: centre, bounded: false)
    }
    let scores = (-count...count).map { baseline.correlation(with: followUp, shifted(Double($0) * Self.step)) ?? -1 }
    guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }), scores[best] >= Self.leastCorrelation,
      best > 0, best < scores.count - 1
    else { return nil }
    let away = Int(Self.apart / Self.step)
    let rival = scores.indices.filter { abs($0 - best) > away }.map { scores[$0] }.max() ?? -1
    guard scores[best] - rival >= Self.leastLead else { return nil }
    let bend = scores[best - 1] - 2 * scores[best] + scores[best + 1]
    let part = bend < 0 ? (scores[best - 1] - scores[best + 1]) / (2 * bend) : 0
    return settled(shifted((Double(best - count) + max(-0.5, min(0.5, part))) * Self.step), along: slide)
  }

  /// Follows the outlines without giving up the place along `slide`.
  private func settled(_ start: Similarity, along slide: Slide) -> Similarity {
    var transform = start
    for _ in 0..<8 {
      guard var step = alignment.equations(transform, cut: 3).solution else { return transform }
      let part = slide.part(of: step)
      for i in 0..<4 { step[i] -= part * slide.direction[i] }
      transform = BoneAlignment.moved(transform, by: step, about: alignment.centre(transform))
    }
    return transform
  }
}

/// The grey values of bone, freed of exposure: less the mean of the bone around, over its scatter.
private struct BoneGrey {
  private let values: Plane<Float>
  private let inside: Mask
  private let stepX: Double
  private let stepY: Double
  private let originX: Double
  private let originY: Double

  private static let targetPitch = 0.6
  /// The size of what is compared, and of what it is compared with, in millimetres.
  private static let fine = 0.7
  private static let wide = 6.0

  init?(_ film: RegistrationFilm, label: Int?) {
    guard let signal = film.signal else { return nil }
    let width = max(1, Int((Double(film.bones.width) * film.spacingX / Self.targetPitch).rounded()))
    let height = max(1, Int((Double(film.bones.height) * film.spacingY / Self.targetPitch).rounded()))
    guard width < film.bones.width, height < film.bones.height else { return nil }
    stepX = film.spacingX * Double(film.bones.width) / Double(width)
    stepY = film.spacingY * Double(film.bones.height) / Double(height)
    originX = (stepX - film.spacingX) / 2
    originY = (stepY - film.spacingY) / 2
    let wanted = Int32(label ?? 0)
    let bone = areaReduced(
      Plane<Float>(
        width: film.bones.width, height: film.bones.height,
        samples: film.bones.plane.samples.map { (wanted == 0 ? $0 > 0 : $0 == wanted) ? 1 : 0 }),
      toWidth: width, height: height)
    inside = Mask(width: width, height: height, bytes: bone.samples.map { $0 > 0.9 ? 1 : 0 })
    let grey = areaReduced(signal, toWidth: width, height: height)
    values = Self.freed(grey, inside, stepX, stepY)
  }

  private static func freed(_ grey: Plane<Float>, _ inside: Mask, _ stepX: Double, _ stepY: Double) -> Plane<Float> {
    let width = grey.width
    let height = grey.height
    let shares = inside.plane.samples.map { Float($0) }
    func blurred(_ samples: [Float], _ size: Double) -> [Float] {
      gaussianBlurred(
        Plane<Float>(width: width, height: height, samples: samples), sigmaX: size / stepX, sigmaY: size / stepY
      ).samples
    }
    func mean(_ samples: [Float], _ size: Double, _ weights: [Float]) -> [Float] {
      zip(blurred(zip(samples, shares).map(*), size), weights).map { $0 / max($1, 1e-3) }
    }
    let near = mean(grey.samples, fine, blurred(shares, fine))
    let weights = blurred(shares, wide)
    let level = mean(near, wide, weights)
    let difference = zip(near, level).map { $0 - $1 }
    let scatter = mean(difference.map { $0 * $0 }, wide, weights)
    return Plane(
      width: width, height: height, samples: zip(difference, scatter).map { $0 / max($1.squareRoot(), 1e-3) })
  }

  /// The correlation of these values with those of another film where `transform` brings them; `nil` where it shows under
  /// a hundred of them.
  func correlation(with other: BoneGrey, _ transform: Similarity) -> Double? {
    let own = values.samples.span
    let flags = inside.plane.samples.span
    var count = 0.0
    var (sumA, sumB, sumAA, sumBB, sumAB) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for y in stride(from: 0, to: values.height, by: 2) {
      for x in 0..<values.width where flags[y * values.width + x] != 0 {
        let place = transform(Point(originX + Double(x) * stepX, originY + Double(y) * stepY))
        guard let b = other.value(at: place) else { continue }
        let a = Double(own[y * values.width + x])
        count += 1
        sumA += a
        sumB += b
        sumAA += a * a
        sumBB += b * b
        sumAB += a * b
      }
    }
    guard count >= 100 else { return nil }
    let varianceA = sumAA - sumA * sumA / count
    let varianceB = sumBB - sumB * sumB / count
    guard varianceA > 0, varianceB > 0 else { return nil }
    return (sumAB - sumA * sumB / count) / (varianceA * varianceB).squareRoot()
  }

  private func value(at place: Point) -> Double? {
    let x = (place.x - originX) / stepX
    let y = (place.y - originY) / stepY
    let column = Int(x.rounded())
    let row = Int(y.rounded())
    guard inside.plane.contains(column, row), inside[column, row] else { return nil }
    return values.bilinear(at: Point(x, y))
  }
}
