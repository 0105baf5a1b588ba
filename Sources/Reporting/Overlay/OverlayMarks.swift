import Mineralisation
import Raster
import RasterKernels

/// The lines of an overlay, in picture coordinates.
struct OverlayMarks {
  /// A lesion with its outline on the picture.
  struct Lesion {
    let id: Int
    let outline: [Segment]
    let box: PixelBox
  }

  /// A gap with what is written beside it.
  struct Gap {
    let segment: Segment
    let words: String
  }

  private(set) var bones: [Segment] = []
  private(set) var lesions: [Lesion] = []
  private(set) var rims: [Segment] = []
  private(set) var clefts: [Segment] = []
  private(set) var gaps: [Gap] = []

  var hasRim: Bool { !rims.isEmpty }
  var hasCleft: Bool { !clefts.isEmpty }
  var hasGap: Bool { !gaps.isEmpty }

  init(_ analysis: Analysis, view: OverlayView, spacing: PixelSpacing?) {
    for bone in analysis.bones.bones { bones += contour(bone.mask, at: bone.box).map(view.place) }
    for (i, box) in analysis.lesions.labels.boundingBoxes.enumerated() {
      guard let box else { continue }
      let mask = analysis.lesions.labels.mask(of: i + 1, in: box)
      let outline = contour(mask, at: box).map(view.place)
      lesions.append(Lesion(id: i + 1, outline: outline, box: Self.box(box, view)))
      let own = analysis.measurements.first { $0.id == i + 1 }
      clefts += (own?.cleft.marks ?? []).map(view.place)
      if let rim = own?.zones.rimThicknessMM, let spacing {
        rims += Self.inset(mask, at: box, by: rim, spacing).map(view.place)
      }
    }
    let grades = analysis.joints.isEmpty ? [analysis.grade] : analysis.joints.map(\.grade)
    for grade in grades {
      guard let segment = grade.gapSegment, let mm = grade.gapMM else { continue }
      gaps.append(Gap(segment: view.place(segment), words: "\(decimal(mm, places: 1)) mm"))
    }
  }

  /// The smallest box of picture pixels around a box of the radiograph.
  private static func box(_ box: PixelBox, _ view: OverlayView) -> PixelBox {
    let start = view.place(Point(Double(box.x) - 0.5, Double(box.y) - 0.5))
    let end = view.place(Point(Double(box.endX) - 0.5, Double(box.endY) - 0.5))
    let x = max(0, Int(start.x.rounded(.down)))
    let y = max(0, Int(start.y.rounded(.down)))
    return PixelBox(
      x: x, y: y, width: max(1, min(view.grey.width, Int(end.x.rounded(.up)) + 1) - x),
      height: max(1, min(view.grey.height, Int(end.y.rounded(.up)) + 1) - y))
  }

  /// The line `depth` millimetres inside the lesion's edge.
  private static func inset(_ mask: Mask, at box: PixelBox, by depth: Double, _ spacing: PixelSpacing) -> [Segment] {
    let wide = PixelBox(x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2)
    var framed = Mask(width: wide.width, height: wide.height)
    for y in 0..<mask.height { for x in 0..<mask.width where mask[x, y] { framed[x + 1, y + 1] = true } }
    // The edge lies half a pixel before the first pixel outside.
    let core = eroded(framed, radius: depth + spacing.mean / 2, spacingX: spacing.x, spacingY: spacing.y)
    return contour(core, at: wide)
  }
}
