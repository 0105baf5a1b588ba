package import Raster
internal import RasterKernels

/// Millimetres per pixel as the segmentation takes them: the true spacing, or an estimate that is used for nothing else.
package struct WorkingScale: Sendable, Equatable {
  /// Millimetres from column to column.
  let x: Double
  /// Millimetres from row to row.
  let y: Double
  /// Whether they are guessed from the image's size.
  let estimated: Bool

  /// The scale of `radiograph`; without a spacing its longer side is taken for 320 mm, at 0.1 to 0.7 mm per pixel.
  ///
  /// Exports of 2,000 to 3,000 pixels come from detectors of 0.1 to 0.15 mm, reduced ones show about as much of a body.
  package init(_ radiograph: Radiograph) {
    if let spacing = radiograph.spacing {
      x = spacing.x
      y = spacing.y
      estimated = false
    } else {
      let guess = 320 / Double(max(radiograph.width, radiograph.height))
      x = min(max(guess, 0.1), 0.7)
      y = x
      estimated = true
    }
  }

  private init(estimated pitch: Double) {
    (x, y, estimated) = (pitch, pitch, true)
  }

  /// The guess that the film shows half the area of a body that this one takes it for.
  var closer: WorkingScale { WorkingScale(estimated: mean / 2.squareRoot()) }

  /// The side of a square pixel of the same area.
  var mean: Double { (x * y).squareRoot() }
}

/// A radiograph at about 0.5 mm, the resolution at which it is understood.
package struct WorkingImage: Sendable, Equatable {
  /// The pitch that the network is trained for.
  static let trainedPitch = 0.5
  /// The most pixels: one metre by one metre; larger images are reduced further, and found to be coarse.
  static let mostPixels = 4_000_000.0

  /// Area means of the stored values.
  package let plane: Plane<Float>
  /// Millimetres from column to column.
  let pitchX: Double
  /// Millimetres from row to row.
  let pitchY: Double
  /// The number of columns of the radiograph.
  let sourceWidth: Int
  /// The number of rows of the radiograph.
  let sourceHeight: Int
  /// Whether the image was too large to be seen at 0.5 mm.
  let coarse: Bool

  /// Reduces `radiograph`, whose pixels measure `scale`.
  package init(_ radiograph: Radiograph, scale: WorkingScale) {
    let extentX = Double(radiograph.width) * scale.x
    let extentY = Double(radiograph.height) * scale.y
    let pitch = max(Self.trainedPitch, (extentX * extentY / Self.mostPixels).squareRoot())
    // A strip may be shorter than a pixel in one direction and endless in the other.
    let width = min(max(1, Int((extentX / pitch).rounded())), Int(Self.mostPixels))
    let height = min(max(1, Int((extentY / pitch).rounded())), Int(Self.mostPixels) / width + 1)
    plane = areaReduced(radiograph.samples, toWidth: width, height: height)
    pitchX = extentX / Double(width)
    pitchY = extentY / Double(height)
    sourceWidth = radiograph.width
    sourceHeight = radiograph.height
    coarse = pitch > Self.trainedPitch
  }

  /// The number of columns.
  package var width: Int { plane.width }
  /// The number of rows.
  package var height: Int { plane.height }
  /// All of its pixels.
  var box: PixelBox { PixelBox(width: width, height: height) }
  /// The area of a pixel in mm².
  var pixelArea: Double { pitchX * pitchY }
}
