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
  /// The same as runs, label 1.
  let lesionRuns: LabelMap
  /// The pixels of every other lesion.
  let otherLesions: Mask
  /// Bone labels; 0 where the lesion lies.
  let boneLabels: Plane<Int32>
  /// The pixels that carry a bone label.
  let bone: Mask
  /// Whether the user drew the lesions.
  let lesionsGiven: Bool
  /// Whether the user drew the bones.
  let bonesGiven: Bool
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
    bonesGiven = segmentation.bones.given
    let highest = Int32((1 << radiograph.bitDepth) - 1)
    let dark = segmentation.field.polarity == .boneDark
    let stored = radiograph.samples.cropped(to: box)
    signal = Plane(
      width: box.width, height: box.height,
      samples: stored.samples.map { dark ? Float(highest - Int32($0)) : Float($0) })
    lesionRuns = segmentation.lesions.labels.region(of: id, in: box)
    lesion = lesionRuns.foreground
    otherLesions = segmentation.lesions.labels.foreground(in: box).subtracting(lesion)
    boneLabels = segmentation.bones.labels.painted(in: box, without: lesion)
    bone = segmentation.bones.labels.foreground(in: box).subtracting(lesion)
    withoutTissue = segmentation.field.map.foreground(in: box)
  }

  /// Where a box of the radiograph lies in the planes.
  func part(_ other: PixelBox) -> PixelBox { other.moved(-box.x, -box.y) }
}

extension LabelMap {
  /// The labels inside `box`, 0 where `mask`, which is of the box's size, lies.
  func painted(in box: PixelBox, without mask: Mask) -> Plane<Int32> {
    var labels = painted(in: box)
    let bytes = mask.plane.samples.span
    labels.withMutableSamples { samples in for i in samples.indices where bytes[i] != 0 { samples[i] = 0 } }
    return labels
  }
}
