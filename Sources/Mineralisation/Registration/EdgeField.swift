import Raster
import RasterKernels

/// The edge of one bone, or of all, as a field of signed distances and as sites with their normals; in millimetres.
struct EdgeField {
  /// A place on the edge with the direction outwards, of length 1.
  struct Site: Equatable {
    var place: Point
    var normalX: Double
    var normalY: Double
  }

  /// The sites, row by row.
  private(set) var sites: [Site] = []
  /// Millimetres from one site to the next along the edge, about.
  private(set) var pitch: Double
  private let distance: Plane<Float>
  private let stepX: Double
  private let stepY: Double
  /// Where the first sample of the reduced plane lies.
  private let originX: Double
  private let originY: Double

  /// The pixel of the reduced plane that registration works on is about this large.
  static let targetPitch = 0.3
  /// Distances are known this far.
  static let reach = 40.0
  /// Edges so near to the film's border may be the border's own.
  static let borderMargin = 1.0
  /// No more sites than these are kept.
  private static let mostSites = 2500

  /// The edge of the pixels of `film` for which `isBone` holds; sites where two bones touch are left out.
  init(_ film: RegistrationFilm, label: Int? = nil) {
    let factorX = max(1, Int((Self.targetPitch / film.spacingX).rounded(.down)))
    let factorY = max(1, Int((Self.targetPitch / film.spacingY).rounded(.down)))
    let coverage = Self.coverage(film.bones, label: label, factorX, factorY)
    stepX = film.spacingX * Double(factorX)
    stepY = film.spacingY * Double(factorY)
    originX = film.spacingX * Double(factorX - 1) / 2
    originY = film.spacingY * Double(factorY - 1) / 2
    let raw = signedDistance(toEdgeOf: coverage, spacingX: stepX, spacingY: stepY, limit: Self.reach)
    distance = gaussianBlurred(raw, sigmaX: 1, sigmaY: 1)
    pitch = (stepX * stepY).squareRoot()
    sites = foundSites()
    if let label { sites = sites.filter { !Self.touches(another: label, film, $0) } }
    thin()
  }

  /// The share of each reduced pixel that the bone covers.
  private static func coverage(_ bones: LabelMap, label: Int?, _ factorX: Int, _ factorY: Int) -> Plane<Float> {
    let width = max(1, bones.width / factorX)
    let height = max(1, bones.height / factorY)
    let share = 1 / Float(factorX * factorY)
    let wanted = Int32(label ?? 0)
    let labels = bones.plane.samples.span
    var result = Plane<Float>(width: width, height: height, repeating: 0)
    result.withMutableSamples { samples in
      for y in 0..<height * factorY where y < bones.height {
        let row = y / factorY * width
        for x in 0..<width * factorX where x < bones.width {
          let value = labels[y * bones.width + x]
          if wanted == 0 ? value > 0 : value == wanted { samples[row + x / factorX] += share }
        }
      }
    }
    return result
  }

  /// The places where the distance changes its sign between neighbours.
  private func foundSites() -> [Site] {
    let width = distance.width
    let height = distance.height
    let values = distance.samples.span
    var found: [Site] = []
    for y in 0..<height {
      for x in 0..<width {
        let here = values[y * width + x]
        for (dx, dy) in [(1, 0), (0, 1)] where x + dx < width && y + dy < height {
          let there = values[(y + dy) * width + x + dx]
          guard (here < 0) != (there < 0), abs(here) < 4, abs(there) < 4 else { continue }
          let t = Double(here / (here - there))
          let place = Point(
            originX + (Double(x) + t * Double(dx)) * stepX, originY + (Double(y) + t * Double(dy)) * stepY)
          guard borderDistance(place) > Self.borderMargin, let sample = sample(at: place) else { continue }
          let length = (sample.gradientX * sample.gradientX + sample.gradientY * sample.gradientY).squareRoot()
          guard length > 0.5 else { continue }
          found.append(
            Site(place: place, normalX: sample.gradientX / length, normalY: sample.gradientY / length))
        }
      }
    }
    return found
  }

  /// Whether just outside of a site another bone lies, whose edge this then is as well.
  private static func touches(another label: Int, _ film: RegistrationFilm, _ site: Site) -> Bool {
    for away in [0.7, 1.4] {
      let pixel = film.pixels(Point(site.place.x + away * site.normalX, site.place.y + away * site.normalY))
      let x = Int(pixel.x.rounded())
      let y = Int(pixel.y.rounded())
      guard film.bones.contains(x, y) else { continue }
      let other = film.bones[x, y]
      if other != 0, other != label { return true }
    }
    return false
  }

  private mutating func thin() {
    guard sites.count > Self.mostSites else { return }
    let step = Double(sites.count) / Double(Self.mostSites)
    sites = (0..<Self.mostSites).map { sites[Int(Double($0) * step)] }
    pitch *= step
  }

  /// The length of edge that the sites stand for.
  var edgeLength: Double { Double(sites.count) * pitch }

  /// The middle of the sites.
  var centre: Point {
    let count = Double(max(sites.count, 1))
    return Point(sites.reduce(0) { $0 + $1.place.x } / count, sites.reduce(0) { $0 + $1.place.y } / count)
  }

  /// The size of the film.
  var extent: (width: Double, height: Double) {
    (Double(distance.width) * stepX, Double(distance.height) * stepY)
  }

  /// How far `place` lies inside the film's border; negative outside.
  func borderDistance(_ place: Point) -> Double {
    let (width, height) = extent
    let left = place.x - originX + stepX / 2
    let top = place.y - originY + stepY / 2
    return min(min(left, width - left), min(top, height - top))
  }

  /// The signed distance at `place` and its gradient; `nil` outside the film.
  func sample(at place: Point) -> (value: Double, gradientX: Double, gradientY: Double)? {
    let x = (place.x - originX) / stepX
    let y = (place.y - originY) / stepY
    guard x >= 0, y >= 0, x < Double(distance.width - 1), y < Double(distance.height - 1) else { return nil }
    let column = Int(x)
    let row = Int(y)
    let fx = x - Double(column)
    let fy = y - Double(row)
    let values = distance.samples.span
    let i = row * distance.width + column
    let a = Double(values[i])
    let b = Double(values[i + 1])
    let c = Double(values[i + distance.width])
    let d = Double(values[i + distance.width + 1])
    let top = a + (b - a) * fx
    let bottom = c + (d - c) * fx
    return (
      top + (bottom - top) * fy, ((b - a) * (1 - fy) + (d - c) * fy) / stepX, (bottom - top) / stepY
    )
  }

  /// The signed distance at the sample nearest to `place`, without more; `nil` outside the film.
  func nearestValue(_ x: Double, _ y: Double) -> Double? {
    let column = Int(((x - originX) / stepX).rounded())
    let row = Int(((y - originY) / stepY).rounded())
    guard column >= 0, row >= 0, column < distance.width, row < distance.height else { return nil }
    return Double(distance.samples[row * distance.width + column])
  }
}
