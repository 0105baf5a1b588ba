import Glibc
import Mineralisation
import Raster
import RasterKernels
import RasterTestSupport

/// Bodies of mineral and plates of bone over sloping soft tissue, drawn from their formulas.
///
/// All places are in millimetres from the image's centre; the whole scene can be turned and shifted, to meet the pixel grid
/// in every way.
struct ZonesPhantom: Sendable {
  /// A body: where it is, which places it covers, and how bright it is there, in its own coordinates.
  struct Body: Sendable {
    var x = 0.0
    var y = 0.0
    /// No place farther from the centre is covered.
    var reach: Double
    var covers: @Sendable (Double, Double) -> Bool
    var signal: @Sendable (Double, Double) -> Double
  }

  var width = 120
  var height = 120
  var spacing = 0.5
  var turn = 0.0
  var shiftX = 0.0
  var shiftY = 0.0
  var lesions: [Body] = []
  var bones: [Body] = []
  /// The soft tissue's signal at the centre.
  var softTissue = 12_000.0
  /// Its slope per millimetre to the right.
  var slope = 0.0
  /// The standard deviation of the blur in millimetres.
  var blur = 0.0
  /// The standard deviation of the noise of a pixel.
  var noise = 0.0
  var gamma = 1.0
  var polarity = Polarity.boneBright
  var hasSpacing = true

  /// The radiograph with its masks, as the measurements take them.
  func scene(seed: UInt64 = 1) -> (radiograph: Radiograph, segmentation: Segmentation) {
    let samples = drawn(seed: seed)
    let radiograph = Radiograph(
      samples: samples, bitDepth: 16, statedPolarity: polarity,
      spacing: hasSpacing ? PixelSpacing(x: spacing, y: spacing, source: .user) : nil)
    let field = Field(
      regions: Plane(width: width, height: height, repeating: 0), polarity: polarity, polarityConfidence: 1)
    let segmentation = Segmentation(
      field: field, bones: BoneMap(labels: labels(of: bones), names: ["femur", "pelvis"], given: true),
      lesions: LesionMap(labels: labels(of: lesions), given: true), workingScale: spacing)
    return (radiograph, segmentation)
  }

  /// The measurements of all lesions.
  func measured(seed: UInt64 = 1) -> [LesionMeasurements] {
    let scene = scene(seed: seed)
    return measureLesions(scene.radiograph, scene.segmentation)
  }

  /// The scene's coordinates of a place in the image, in pixels.
  private func scenePlace(_ px: Double, _ py: Double) -> (x: Double, y: Double) {
    let x = (px - Double(width - 1) / 2) * spacing - shiftX
    let y = (py - Double(height - 1) / 2) * spacing - shiftY
    return (x * cos(turn) + y * sin(turn), -x * sin(turn) + y * cos(turn))
  }

  private func labels(of bodies: [Body]) -> LabelMap {
    var labels = Plane<Int32>(width: width, height: height, repeating: 0)
    for y in 0..<height {
      for x in 0..<width {
        let place = scenePlace(Double(x), Double(y))
        for (i, body) in bodies.enumerated() where covered(body, place) { labels[x, y] = Int32(i + 1) }
      }
    }
    return LabelMap(labels, count: bodies.count)
  }

  private func covered(_ body: Body, _ place: (x: Double, y: Double)) -> Bool {
    let u = place.x - body.x
    let v = place.y - body.y
    return u * u + v * v <= body.reach * body.reach && body.covers(u, v)
  }

  private func drawn(seed: UInt64) -> Plane<UInt16> {
    var plane = Plane<Float>(width: width, height: height, repeating: 0)
    plane.withMutableSamples { samples in
      for y in 0..<height {
        for x in 0..<width { samples[y * width + x] = Float(level(x, y)) }
      }
    }
    if blur > 0 { plane = gaussianBlurred(plane, sigmaX: blur / spacing, sigmaY: blur / spacing) }
    var generator = SplitMix64(seed: seed)
    return Plane(
      width: width, height: height,
      samples: plane.samples.map { value in
        let noisy = Double(value) + (noise > 0 ? noise * normal(&generator) : 0)
        let curved = 65_535 * pow(min(max(noisy / 65_535, 0), 1), gamma)
        return UInt16((polarity == .boneDark ? 65_535 - curved : curved).rounded())
      })
  }

  /// The mean over a pixel, from 3 × 3 places.
  private func level(_ x: Int, _ y: Int) -> Double {
    var sum = 0.0
    for i in -1...1 {
      for j in -1...1 {
        let px = Double(x) + Double(i) / 3
        let py = Double(y) + Double(j) / 3
        let place = scenePlace(px, py)
        sum += softTissue + slope * (px - Double(width - 1) / 2) * spacing
        for body in lesions where covered(body, place) { sum += body.signal(place.x - body.x, place.y - body.y) }
        for body in bones where covered(body, place) { sum += body.signal(place.x - body.x, place.y - body.y) }
      }
    }
    return sum / 9
  }

  private func normal(_ generator: inout SplitMix64) -> Double {
    let u = Double.random(in: 1e-12..<1, using: &generator)
    let v = Double.random(in: 0..<1, using: &generator)
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}

extension ZonesPhantom.Body {
  /// The projection of an ellipsoid with half axes `a` and `b`: `core` of the density at the centre of an inner body `inner`
  /// millimetres smaller, all of it around; `inner` of 0 is a solid body.
  static func ellipsoid(
    _ a: Double, _ b: Double, x: Double = 0, y: Double = 0, peak: Double = 20_000, inner: Double = 0,
    core: Double = 1, shell: Double = 1
  ) -> Self {
    Self(
      x: x, y: y, reach: max(a, b), covers: { u, v in u * u / (a * a) + v * v / (b * b) <= 1 },
      signal: { u, v in
        let whole = chord(u, v, a, b) * min(a, b)
        let inside = inner > 0 ? chord(u, v, a - inner, b - inner) * (min(a, b) - inner) : 0
        return peak / min(a, b) * (shell * (whole - inside) + core * inside)
      })
  }

  /// A rectangle of `2a` by `2b` millimetres, flat: `rim` millimetres of its edge bright, the rest at a share `core`.
  static func frame(
    _ a: Double, _ b: Double, rim: Double, core: Double, x: Double = 0, y: Double = 0, height: Double = 20_000,
    missingRight: Bool = false
  ) -> Self {
    Self(
      x: x, y: y, reach: (a * a + b * b).squareRoot(), covers: { u, v in abs(u) <= a && abs(v) <= b },
      signal: { u, v in
        let shown = min(a - abs(u), b - abs(v)) <= rim && !(missingRight && u > 0)
        return height * (shown ? 1 : core)
      })
  }

  /// A flat rectangle.
  static func plate(_ a: Double, _ b: Double, x: Double = 0, y: Double = 0, height: Double = 20_000) -> Self {
    frame(a, b, rim: 0, core: 1, x: x, y: y, height: height)
  }

  private static func chord(_ u: Double, _ v: Double, _ a: Double, _ b: Double) -> Double {
    max(0, 1 - u * u / (a * a) - v * v / (b * b)).squareRoot()
  }
}

/// How a scene meets the pixel grid: a turn, and a shift in pixels.
struct GridMeeting: Sendable {
  var turn: Double
  var x: Double
  var y: Double

  /// 20 shifts within a pixel and 12 turns, each met.
  static let all: [GridMeeting] = (0..<20).map { i in
    let x = Double((i * 7) % 20) / 20
    let y = Double((i * 3) % 20) / 20
    return GridMeeting(turn: Double(i % 12) * Double.pi / 6, x: x, y: y)
  }
}
