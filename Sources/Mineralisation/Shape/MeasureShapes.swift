import Glibc
public import Raster
import RasterKernels

/// Size and outline of every label, index `label - 1`.
///
/// One pass over the plane counts pixels, sums places and finds the outermost pixels of each row; only the largest depth
/// needs another look, inside each label's box. Other labels count as outside, so that a lesion alone measures the same
/// as among others. Without a spacing the lengths stay absent, and what is a ratio is taken for square pixels. A label
/// without pixels gets an area of 0 and nothing else.
public func measureShapes(of labels: LabelMap, spacing: PixelSpacing?) -> [ShapeMeasurements] {
  let sums = pixelSums(of: labels)
  return sums.indices.map { i in
    var shape = ShapeMeasurements(
      areaPx: sums[i].count, centroid: sums[i].centroid, boundingBox: sums[i].box)
    guard sums[i].count > 0 else { return shape }
    shape.measureRatios(sums[i], spacingX: spacing?.x ?? 1, spacingY: spacing?.y ?? 1)
    guard let spacing else { return shape }
    shape.measureLengths(sums[i], spacing)
    shape.maxDepthMM = largestDepth(of: i + 1, in: labels, box: sums[i].box, spacing)
    return shape
  }
}

extension ShapeMeasurements {
  /// What does not depend on the size of a pixel, only on the ratio of its sides.
  fileprivate mutating func measureRatios(_ sum: PixelSum, spacingX: Double, spacingY: Double) {
    let axes = Axes(sum.covariance, spacingX: spacingX, spacingY: spacingY)
    let area = Double(sum.count) * spacingX * spacingY
    let perimeter = CroftonPerimeter.perimeter(
      count: sum.count, neighbours: sum.neighbours, spacingX: spacingX, spacingY: spacingY)
    let feret = Feret(rowEnds: sum.rowEnds, spacingX: spacingX, spacingY: spacingY)
    elongation = axes.minor / axes.major
    // No shape is rounder than a circle; the estimate of a tiny outline may say so all the same.
    sphericity = min(1, 2 * (Double.pi * area).squareRoot() / perimeter)
    solidity = Double(sum.count) / feret.hullPixels
  }

  fileprivate mutating func measureLengths(_ sum: PixelSum, _ spacing: PixelSpacing) {
    let area = Double(sum.count) * spacing.pixelArea
    let axes = Axes(sum.covariance, spacingX: spacing.x, spacingY: spacing.y)
    let feret = Feret(rowEnds: sum.rowEnds, spacingX: spacing.x, spacingY: spacing.y)
    areaMM2 = area
    perimeterMM = CroftonPerimeter.perimeter(
      count: sum.count, neighbours: sum.neighbours, spacingX: spacing.x, spacingY: spacing.y)
    feretMaxMM = feret.longest
    feretMaxUncertaintyMM = hypot(feret.pixelAlongLongest, feret.longest * spacing.relativeUncertainty)
    feretMinMM = feret.shortest
    majorAxisMM = axes.major
    minorAxisMM = axes.minor
    equivalentDiameterMM = 2 * (area / .pi).squareRoot()
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

/// The largest distance from a pixel of the label to the nearest pixel outside it, from centre to centre.
///
/// What lies beyond the image is neither: a lesion that the image cuts is as deep as what is seen of it tells. `nil` where
/// the label covers the whole image.
private func largestDepth(
  of label: Int, in labels: LabelMap, box: PixelBox, _ spacing: PixelSpacing
) -> Double? {
  let frame = box.grown(1, 1, within: labels.width, labels.height)
  let outside = labels.mask(of: label, in: frame).complement
  guard !outside.isEmpty else { return nil }
  let distances = squaredDistance(to: outside, spacingX: spacing.x, spacingY: spacing.y)
  var largest: Float = 0
  for distance in distances.samples where distance > largest { largest = distance }
  return Double(largest).squareRoot()
}
