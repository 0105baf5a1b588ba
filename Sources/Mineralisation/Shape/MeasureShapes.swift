import Glibc
public import Raster

/// Size and outline of every label, index `label - 1`.
///
/// One pass over the runs counts pixels, sums places and finds the outermost pixels of each row; only the largest depth
/// needs another look, inside each label's box. Other labels count as outside, so that a lesion alone measures the same
/// as among others. Without a spacing the lengths stay absent, and what is a ratio is taken for square pixels. A label
/// without pixels gets an area of 0 and nothing else.
public func measureShapes(of labels: LabelMap, spacing: PixelSpacing?) -> [ShapeMeasurements] {
  let shapes = measureOutlines(of: labels, spacing: spacing)
  guard let spacing else { return shapes }
  return shapes.enumerated().map { i, shape in
    guard shape.areaPx > 0 else { return shape }
    var shape = shape
    shape.maxDepthMM =
      LesionDepth(of: i + 1, in: labels, box: shape.boundingBox, spacingX: spacing.x, spacingY: spacing.y).largest
    return shape
  }
}

/// The same without the largest depth.
func measureOutlines(of labels: LabelMap, spacing: PixelSpacing?) -> [ShapeMeasurements] {
  pixelSums(of: labels).map { sum in
    var shape = ShapeMeasurements(areaPx: sum.count, centroid: sum.centroid, boundingBox: sum.box)
    if sum.count > 0 { shape.measure(sum, spacing) }
    return shape
  }
}

extension ShapeMeasurements {
  /// Ratios, which depend on the ratio of a pixel's sides only, and lengths where there is a spacing.
  fileprivate mutating func measure(_ sum: PixelSum, _ spacing: PixelSpacing?) {
    let (x, y) = (spacing?.x ?? 1, spacing?.y ?? 1)
    let axes = Axes(sum.covariance, spacingX: x, spacingY: y)
    let area = Double(sum.count) * x * y
    let perimeter = CroftonPerimeter.perimeter(
      count: sum.count, neighbours: sum.neighbours, spacingX: x, spacingY: y)
    let feret = Feret(rowEnds: sum.rowEnds, spacingX: x, spacingY: y)
    elongation = axes.minor / axes.major
    // No shape is rounder than a circle; the estimate of a tiny outline may say so all the same.
    sphericity = min(1, 2 * (Double.pi * area).squareRoot() / perimeter)
    solidity = Double(sum.count) / feret.hullPixels
    guard let spacing else { return }
    areaMM2 = Double(sum.count) * spacing.pixelArea
    perimeterMM = perimeter
    feretMaxMM = feret.longest
    feretMaxUncertaintyMM = hypot(feret.pixelAlongLongest, feret.longest * spacing.relativeUncertainty)
    feretMinMM = feret.shortest
    majorAxisMM = axes.major
    minorAxisMM = axes.minor
    equivalentDiameterMM = 2 * (Double(sum.count) * spacing.pixelArea / .pi).squareRoot()
  }
}

/// The axes of the ellipse with the same second moments: four times the square root of each principal moment.
private struct Axes {
  let major: Double
  let minor: Double

  init(_ covariance: (xx: Double, xy: Double, yy: Double), spacingX: Double, spacingY: Double) {
    let xx = covariance.xx * spacingX * spacingX
    let xy = covariance.xy * spacingX * spacingY
    let yy = covariance.yy * spacingY * spacingY
    let middle = (xx + yy) / 2
    let spread = hypot((xx - yy) / 2, xy)
    major = 4 * (middle + spread).squareRoot()
    // The product of the two is the determinant; so small ones lose no digits.
    minor = 4 * (max(xx * yy - xy * xy, 0) / (middle + spread)).squareRoot()
  }
}
