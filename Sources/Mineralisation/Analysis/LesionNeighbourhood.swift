import Raster

/// A lesion cut out with what lies around it; all planes are of the size of ``box``.
struct LesionNeighbourhood {
  /// Where the planes lie in the radiograph.
  let box: PixelBox
  /// Millimetres per pixel.
  let scale: ImageScale
  /// Grey values with mineral bright, whatever the polarity: stored values, or the highest value less the stored one.
  let signal: Plane<Float>
  /// The lesion's pixels.
  let lesion: Mask
  /// The pixels of every other lesion.
  let otherLesions: Mask
  /// Bone labels; 0 where the lesion lies.
  let boneLabels: Plane<Int32>
  /// The pixels that carry a bone label.
  let bone: Mask
  /// Whether the user drew the lesions.
  let lesionsGiven: Bool
  /// What shows no exposed tissue: air, collimation, letters, metal.
  let withoutTissue: Mask

  /// Cuts out lesion `id`, whose pixels lie in `lesionBox`, with `margin` millimetres on every side.
  init(
    of id: Int, lesionBox: PixelBox, margin: Double, radiograph: Radiograph, segmentation: Segmentation,
    scale: ImageScale
  ) {
    let box = lesionBox.grown(
      scale.columns(margin), scale.rows(margin), within: radiograph.width, radiograph.height)
    self.box = box
    self.scale = scale
    lesionsGiven = segmentation.lesions.given
    let highest = Int32((1 << radiograph.bitDepth) - 1)
    let dark = segmentation.field.polarity == .boneDark
    let stored = radiograph.samples.cropped(to: box)
    signal = Plane(
      width: box.width, height: box.height,
      samples: stored.samples.map { dark ? Float(highest - Int32($0)) : Float($0) })
    let lesions = segmentation.lesions.labels.plane.cropped(to: box).samples
    let wanted = Int32(id)
    lesion = Mask(width: box.width, height: box.height, bytes: lesions.map { $0 == wanted ? 1 : 0 })
    otherLesions = Mask(
      width: box.width, height: box.height, bytes: lesions.map { $0 != wanted && $0 > 0 ? 1 : 0 })
    var labels = segmentation.bones.labels.plane.cropped(to: box).samples
    for i in labels.indices where lesions[i] == wanted { labels[i] = 0 }
    boneLabels = Plane(width: box.width, height: box.height, samples: labels)
    bone = Mask(width: box.width, height: box.height, bytes: labels.map { $0 > 0 ? 1 : 0 })
    let tissue = Field.Region.tissue.rawValue
    let regions = segmentation.field.regions.cropped(to: box).samples
    withoutTissue = Mask(width: box.width, height: box.height, bytes: regions.map { $0 == tissue ? 0 : 1 })
  }
}
