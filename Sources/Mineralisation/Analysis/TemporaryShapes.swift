import Raster
import RasterKernels

func measureShapes(of labels: LabelMap, spacing: PixelSpacing?) -> [ShapeMeasurements] {
  labels.boundingBoxes.enumerated().map { i, box in
    guard let box else {
      return ShapeMeasurements(areaPx: 0, centroid: Point(0, 0), boundingBox: PixelBox(x: 0, y: 0, width: 0, height: 0))
    }
    let part = labels.plane.cropped(to: box).samples
    let mask = Mask(width: box.width, height: box.height, bytes: part.map { $0 == Int32(i + 1) ? 1 : 0 })
    let c = centroid(of: mask)
    var s = ShapeMeasurements(
      areaPx: mask.count, centroid: Point(c.x + Double(box.x), c.y + Double(box.y)), boundingBox: box)
    if let spacing {
      let hull = convexHull(of: edgePixels(of: mask).map { Point($0.x * spacing.x, $0.y * spacing.y) })
      s.feretMaxMM = diameter(ofHull: hull) + spacing.mean
      s.feretMinMM = minimumWidth(ofHull: hull) + spacing.mean
      s.areaMM2 = Double(mask.count) * spacing.pixelArea
    }
    return s
  }
}
func measureGreyValues(of labels: LabelMap, samples: Plane<UInt16>) -> [DensityMeasurements] {
  labels.boundingBoxes.map { _ in DensityMeasurements(mean: 0, median: 0, p10: 0, p90: 0, sd: 0) }
}
