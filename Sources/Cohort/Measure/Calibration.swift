import Mineralisation
import Raster
import RasterCodecs

/// The scale of one image, with what a reader should know about it.
struct Calibration {
  var spacing: PixelSpacing?
  var magnification: Magnification?
  var marker: Marker?
  var warnings: [String] = []

  /// The scale of `image`: stated by the user, else from the marker, else from the file's density where it is trusted.
  init(_ image: DecodedImage, _ task: ImageTask, _ settings: MeasureSettings) {
    magnification = task.magnification ?? settings.magnification
    spacing = task.spacing ?? settings.spacing
    if spacing == nil, let diameter = settings.markerDiameterMM {
      takeMarker(
        diameter,
        in: Radiograph(
          samples: image.samples, bitDepth: image.bitDepth, statedPolarity: task.polarity ?? settings.polarity))
    }
    if spacing == nil, settings.trustsFileDensity { takeDensity(image.density) }
    if spacing == nil { warnings.append("no pixel spacing: lengths and areas in millimetres are left empty") }
    if let spacing {
      warnings += spacingWarnings(spacing, width: image.samples.width, height: image.samples.height)
    }
  }

  private mutating func takeMarker(_ diameter: Double, in radiograph: Radiograph) {
    switch findMarker(in: radiograph, diameterMM: diameter) {
    case .found(let found):
      marker = found
      spacing = found.spacing(diameterMM: diameter)
    case .refused(let reason): warnings.append("calibration marker: \(reason)")
    }
  }

  private mutating func takeDensity(_ density: StoredDensity?) {
    guard let density, let size = density.millimetresPerPixel else {
      warnings.append("the file states no density: no spacing comes from it")
      return
    }
    spacing = PixelSpacing(x: size.x, y: size.y, source: .fileDensity)
    if density.isPrintDefault {
      warnings.append("the file's density is a usual default of printers and screens, hardly the detector's")
    }
  }
}
