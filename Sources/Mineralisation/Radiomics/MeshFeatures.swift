import Glibc
import Raster
import RasterKernels

/// PyRadiomics' shape2D class: the outline as a mesh of marching squares with corners half-way between pixel centres.
///
/// The mesh overestimates round outlines by up to 8 %; it is what PyRadiomics reports, not what the lesion's own
/// `perimeter_mm` is taken from. The axes are those of the pixel centres, without a pixel's own extent. Without a
/// spacing only ratios are given, for square pixels.
func meshFeatures(_ mask: Mask, spacing: PixelSpacing?) -> [RadiomicsFeature] {
  let sx = spacing?.x ?? 1
  let sy = spacing?.y ?? 1
  let mesh = Mesh(of: mask, spacingX: sx, spacingY: sy)
  let moments = PrincipalMoments(of: mask, spacingX: sx, spacingY: sy)
  let known = spacing != nil
  let named: [(String, Double, isRatio: Bool)] = [
    ("Elongation", (moments.minor / moments.major).squareRoot(), true),
    ("MajorAxisLength", 4 * moments.major.squareRoot(), false),
    ("MaximumDiameter", diameter(ofHull: convexHull(of: mesh.corners)), false),
    ("MeshSurface", mesh.area, false),
    ("MinorAxisLength", 4 * moments.minor.squareRoot(), false),
    ("Perimeter", mesh.perimeter, false),
    ("PerimeterSurfaceRatio", mesh.perimeter / mesh.area, false),
    ("PixelSurface", Double(mask.count) * sx * sy, false),
    ("Sphericity", 2 * (Double.pi * mesh.area).squareRoot() / mesh.perimeter, true),
  ]
  return named.map {
    RadiomicsFeature(name: "shape2D_" + $0.0, value: (known || $0.isRatio) && $0.1.isFinite ? $0.1 : nil)
  }
}

/// The outline by marching squares.
private struct Mesh {
  private(set) var corners: [Point] = []
  private(set) var perimeter = 0.0
  private(set) var area = 0.0

  init(of mask: Mask, spacingX: Double, spacingY: Double) {
    let diagonal = hypot(spacingX, spacingY) / 2
    for y in -1..<mask.height {
      for x in -1..<mask.width {
        let inside = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)].map {
          mask.plane.contains($0.0, $0.1) && mask[$0.0, $0.1]
        }
        let count = inside.count { $0 }
        guard count > 0 else { continue }
        // The part of the square between four centres that lies inside; two opposite corners do not join.
        let opposite = count == 2 && inside[0] == inside[2]
        area += [0, 0.125, opposite ? 0.25 : 0.5, 0.875, 1][count] * spacingX * spacingY
        guard count < 4 else { continue }
        perimeter += opposite ? 2 * diagonal : count == 2 ? (inside[0] == inside[1] ? spacingX : spacingY) : diagonal
        for (side, middle) in [(0.5, 0.0), (1, 0.5), (0.5, 1), (0, 0.5)].enumerated()
        where inside[side] != inside[(side + 1) % 4] {
          corners.append(Point((Double(x) + middle.0) * spacingX, (Double(y) + middle.1) * spacingY))
        }
      }
    }
  }
}

/// The principal second moments of the pixel centres.
private struct PrincipalMoments {
  let major: Double
  let minor: Double

  init(of mask: Mask, spacingX: Double, spacingY: Double) {
    let inside = mask.plane.samples.span
    var n = 0.0
    var (sumX, sumY) = (0.0, 0.0)
    for i in inside.indices where inside[i] != 0 {
      n += 1
      sumX += Double(i % mask.width)
      sumY += Double(i / mask.width)
    }
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for i in inside.indices where inside[i] != 0 {
      let dx = (Double(i % mask.width) - sumX / n) * spacingX
      let dy = (Double(i / mask.width) - sumY / n) * spacingY
      xx += dx * dx / n
      xy += dx * dy / n
      yy += dy * dy / n
    }
    let spread = hypot((xx - yy) / 2, xy)
    major = (xx + yy) / 2 + spread
    minor = max((xx + yy) / 2 - spread, 0)
  }
}
