package import Raster
import RasterKernels

/// Measures every lesion of `segmentation` on `radiograph`, in the order of their labels.
///
/// Grey values are those stored; what is compared with soft tissue, bone and noise (contrast, zones, cleft, form) is read with
/// mineral bright whatever the polarity. Without a spacing every length is absent and the zonal pattern indeterminate.
package func measureLesions(_ radiograph: Radiograph, _ segmentation: Segmentation) -> [LesionMeasurements] {
  let labels = segmentation.lesions.labels
  let shapes = measureOutlines(of: labels, spacing: radiograph.measuringSpacing)
  let greyValues = measureGreyValues(of: labels, samples: radiograph.samples)
  return shapes.indices.compactMap { i in
    guard shapes[i].areaPx > 0 else { return nil }
    return LesionMeasurement(id: i + 1, outline: shapes[i], radiograph: radiograph, segmentation: segmentation)
      .measured(greyValues: greyValues[i])
  }
}

/// One lesion on its way through the measurements.
private struct LesionMeasurement {
  let id: Int
  let shape: ShapeMeasurements
  let depth: LesionDepth
  let radiograph: Radiograph
  let segmentation: Segmentation
  let scale: ImageScale

  /// Lesion `id`, of which `outline` holds all but the largest depth.
  init(id: Int, outline: ShapeMeasurements, radiograph: Radiograph, segmentation: Segmentation) {
    let spacing = radiograph.measuringSpacing
    let scale = ImageScale(spacing: spacing, workingScale: segmentation.workingScale)
    depth = LesionDepth(
      of: id, in: segmentation.lesions.labels, box: outline.boundingBox, spacingX: scale.x, spacingY: scale.y)
    var shape = outline
    if spacing != nil { shape.maxDepthMM = depth.largest }
    self.id = id
    self.shape = shape
    self.radiograph = radiograph
    self.segmentation = segmentation
    self.scale = scale
  }

  /// A lesion's neighbourhood with what is measured of it first.
  private struct Surroundings {
    let place: LesionNeighbourhood
    let outline: LesionOutline
    let bones: BoneEdge
    let nearest: NearestBone?
    let softTissue: Mask
  }

  func measured(greyValues: DensityMeasurements) -> LesionMeasurements {
    let spacing = radiograph.measuringSpacing
    let box = shape.boundingBox
    var around = surroundings(to: LocalReferences.outerDistance)
    if !LocalReferences.isEnough(around.softTissue, scale) {
      around = surroundings(to: LocalReferences.widestDistance)
    }
    let (place, outline, nearest) = (around.place, around.outline, around.nearest)
    let references = LocalReferences(of: place, around: around.softTissue)
    let cortical = CorticalLevel(
      id: id, lesionBox: box, radiograph: radiograph, segmentation: segmentation, scale: scale)
    let cortex = nearest.flatMap { cortical.level(nearest: $0.distance) }
    let density = compared(greyValues, references: references, corticalLevel: cortex, place: place)
    let cleft = measureCleft(
      of: place, outline: outline, bones: around.bones, references: references, spacing: spacing, nearest: nearest,
      shape: shape)
    let skin = SkinDistance(
      from: segmentation.lesions.labels.mask(of: id, in: box), at: box, field: segmentation.field, scale: scale)
    let form = measureForm(
      FormEvidence(
        place: place, depth: depth, outline: outline, references: references, shape: shape, contacts: cleft.contacts,
        relativeDensity: density.relativeDensity, skin: skin), bones: segmentation.bones, hasSpacing: spacing != nil)
    var zones = ZoneMeasurements(mayBePhlebolith: mayBePhlebolith(shape))
    if let references, let contrast = density.contrastToSoftTissue {
      zones = measureZones(
        of: place, depth: depth, references: references, outline: outline, shape: shape, contrast: contrast,
        spacing: spacing)
    }
    let evidence = segmentation.lesions.evidence
    return LesionMeasurements(
      id: id, shape: shape, density: density, zones: zones, cleft: cleft.measurements, form: form,
      evidence: id <= evidence.count ? evidence[id - 1] : nil)
  }

  /// The neighbourhood with its soft tissue up to `distance`.
  private func surroundings(to distance: Double) -> Surroundings {
    let margin = LocalReferences.margin(distance)
    let place = LesionNeighbourhood(
      of: id, lesionBox: shape.boundingBox, margin: margin, radiograph: radiograph, segmentation: segmentation,
      scale: scale)
    let outline = LesionOutline(of: place.lesion, scale: scale)
    let bones = BoneEdge(of: place.boneLabels, scale: scale)
    let nearest = nearestBone(
      to: id, lesionBox: shape.boundingBox, segmentation: segmentation, place: place, outline: outline, bones: bones,
      margin: margin)
    return Surroundings(
      place: place, outline: outline, bones: bones, nearest: nearest,
      softTissue: LocalReferences.softTissue(of: place, to: distance))
  }
}
