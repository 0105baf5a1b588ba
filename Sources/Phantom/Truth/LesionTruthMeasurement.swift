import Raster
import RasterKernels

extension LesionTruth {
  /// Measures lesion `id` of a scene; `nil` where none of it shows beside the bones.
  init?(id: Int, of scene: PhantomScene, _ projection: Projection, _ labels: PhantomLabels, spacing: Double) {
    let mask = labels.lesion(id)
    guard let box = mask.boundingBox else { return nil }
    let body = scene.lesions[id - 1]
    // One pixel around, so that the outside is in view on every side.
    let frame = box.grown(1, 1, within: mask.width, mask.height)
    let part = mask.cropped(to: frame)
    let depths = squaredDistance(to: part.complement)
    var sumX = 0
    var sumY = 0
    for y in 0..<part.height {
      for x in 0..<part.width where part[x, y] {
        sumX += x
        sumY += y
      }
    }
    let count = part.count
    let profile = DepthProfile(
      of: projection.lesions[id - 1].cropped(to: frame), inside: part, depths: depths, spacing: spacing)
    let bone = squaredDistance(to: projection.nativeBone)
    let nearest = mask.smallest(of: bone)
    self.init(
      id: id, kind: body.kind.rawValue, area: Double(count) * spacing * spacing,
      feret: (part.rowEnds.largestDistance + 1) * spacing, centroidX: Double(frame.x) + Double(sumX) / Double(count),
      centroidY: Double(frame.y) + Double(sumY) / Double(count),
      maximumDepth: Double(part.largest(of: depths)).squareRoot() * spacing,
      coreOverPeak: body.kind.hasZones ? profile.coreOverPeak : nil,
      rimThickness: body.kind == .rim ? profile.rimThickness : nil, cleft: body.cleft,
      distanceToBone: (Double(nearest).squareRoot() - 0.5) * spacing,
      origin: body.kind == .bridge ? "both" : body.origin)
  }
}

extension LesionBody.Kind {
  /// Whether a profile from edge to core means anything.
  var hasZones: Bool { self == .uniform || self == .rim || self == .central }
}

extension Mask {
  /// The first and last pixel of each row: among them are the two that lie farthest apart.
  var rowEnds: [Point] {
    var places: [Point] = []
    for y in 0..<height {
      let row = plane.samples[y * width..<(y + 1) * width]
      guard let first = row.firstIndex(of: 1), let last = row.lastIndex(of: 1) else { continue }
      places.append(Point(Double(first - y * width), Double(y)))
      places.append(Point(Double(last - y * width), Double(y)))
    }
    return places
  }

  /// The largest value of `plane` inside.
  func largest(of plane: Plane<Float>) -> Float {
    zip(self.plane.samples, plane.samples).reduce(0) { $1.0 != 0 ? max($0, $1.1) : $0 }
  }

  /// The smallest value of `plane` inside.
  func smallest(of plane: Plane<Float>) -> Float {
    zip(self.plane.samples, plane.samples).reduce(.infinity) { $1.0 != 0 ? min($0, $1.1) : $0 }
  }
}

extension [Point] {
  /// The largest distance between two of them.
  var largestDistance: Double {
    var largest = 0.0
    for (index, a) in enumerated() {
      for b in self[index...] {
        largest = Swift.max(largest, (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y))
      }
    }
    return largest.squareRoot()
  }
}
