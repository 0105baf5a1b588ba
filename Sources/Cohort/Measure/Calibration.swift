import Mineralisation
import Raster
import RasterCodecs

/// The scale of one image, with what a reader should know about it.
struct Calibration {
  var spacing: PixelSpacing?
  var magnification: Magnification?
  var warnings: [String] = []

  /// The scale of `image`: stated by the user, else from the marker, else from the file's density where it is trusted.
  init(_ image: DecodedImage, _ task: ImageTask, _ settings: MeasureSettings) {
    magnification = task.magnification ?? settings.magnification
    spacing = task.spacing ?? settings.spacing
    if spacing == nil, settings.markerDiameterMM != nil {
      warnings.append("the marker's diameter is stated, but no marker was found: no spacing comes from it")
    }
    if spacing == nil, settings.trustsFileDensity { takeDensity(image.density) }
    if spacing == nil { warnings.append("no pixel spacing: lengths and areas in millimetres are left empty") }
    if let spacing, max(spacing.x, spacing.y) > 0.254 {
      warnings.append("the pixels are coarser than 0.254 mm: thin rims and clefts are beyond this image")
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
