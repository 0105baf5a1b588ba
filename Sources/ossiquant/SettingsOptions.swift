public import ArgumentParser
import Cohort
public import Mineralisation
import Raster
import RasterCodecs
public import Reporting

/// The options that may change a number; each overrides the settings file.
struct SettingsOptions: ParsableArguments {
  @Option(help: "Pixel spacing in mm at the detector: one number, or columns,rows (0.143,0.150).")
  var spacing: String?

  @Option(help: "Magnification that lengths are divided by, such as 1.20 or 1.20±0.03 (also 1.20+-0.03).")
  var magnification: String?

  @Option(help: "Diameter in mm of a calibration ball or disc in the image.")
  var markerDiameter: Double?

  @Flag(help: "Take the density stored in the file as the pixel spacing; it is usually a printer's.")
  var trustFileDensity = false

  @Option(help: "Which end of the grey scale is bone: auto, bone-bright or bone-dark.")
  var polarity: String?

  @Option(help: "Body region of every image, such as hip, knee or thigh.")
  var region: String?

  @Option(help: "How readily a candidate counts as a lesion: low, normal or high.")
  var sensitivity: AnalysisSettings.Sensitivity?

  @Option(help: "Which grades to write: brooker, della-valle or both.")
  var scheme: GradingScheme?

  @Flag(help: "Write PyRadiomics' shape, first-order and texture features to radiomics.csv.")
  var radiomics = false

  @Option(help: "Width of the grey bins for --radiomics (default 25).")
  var binWidth: Double?

  @Option(help: "Number of grey bins for --radiomics, instead of their width.")
  var binCount: Int?

  @Flag(help: "Measure a file that ends early, from the rows it has, with a warning.")
  var allowTruncated = false

  @Option(help: "Refuse images of more pixels (default 536870912); 50000000 is ample for radiographs.")
  var maxPixels: Int?

  @Flag(help: "Blank the text that is found in an image in overlays and report.")
  var redactText = false

  @Option(name: .customLong("settings"), help: "A JSON file of settings; options on the command line override it.")
  var file: String?

  /// The settings that file and options state together.
  func settings() throws -> MeasureSettings {
    var settings = MeasureSettings()
    if let file { try read(file, into: &settings) }
    if let spacing { settings.spacing = try checked("--spacing") { try StatedSpacing(spacing).spacing } }
    if let magnification {
      settings.magnification = try checked("--magnification") { try Magnification(stated: magnification) }
    }
    if let polarity { settings.polarity = try checked("--polarity") { try parsePolarity(polarity) } }
    settings.markerDiameterMM = markerDiameter ?? settings.markerDiameterMM
    settings.trustsFileDensity = trustFileDensity || settings.trustsFileDensity
    settings.region = region ?? settings.region
    settings.analysis.sensitivity = sensitivity ?? settings.analysis.sensitivity
    if radiomics { settings.analysis.radiomics = RadiomicsSettings(discretisation: discretisation) }
    settings.scheme = scheme ?? settings.scheme
    settings.limits.allowTruncated = allowTruncated || settings.limits.allowTruncated
    settings.limits.maximumPixels = maxPixels ?? settings.limits.maximumPixels
    settings.redactsText = redactText || settings.redactsText
    return settings
  }

  func validate() throws {
    if let markerDiameter, !MeasureSettings.markerDiametersMM.contains(markerDiameter) {
      throw ValidationError("--marker-diameter is \(markerDiameter), expected millimetres from 0.1 to 1000.")
    }
    if binWidth != nil, binCount != nil {
      throw ValidationError("--bin-width and --bin-count exclude each other: give one of them.")
    }
    if !radiomics, binWidth != nil || binCount != nil {
      throw ValidationError("--bin-width and --bin-count belong to --radiomics: add it.")
    }
    if RadiomicsSettings(discretisation: discretisation) == nil {
      throw ValidationError(
        "The bins are out of range, expected a --bin-width of 0.1 or more or a --bin-count from 1 to 65536.")
    }
    if let maxPixels, maxPixels < 1 { throw ValidationError("--max-pixels is \(maxPixels), expected at least 1.") }
  }

  private var discretisation: RadiomicsSettings.Discretisation {
    if let binCount { return .binCount(binCount) }
    return .binWidth(binWidth ?? 25)
  }

  private func read(_ path: String, into settings: inout MeasureSettings) throws {
    let bytes: [UInt8]
    do { bytes = try readFile(path) } catch { throw failure(error.description, .noInput) }
    do { try settings.apply(bytes) } catch { throw failure("\(path): \(error)", .usage) }
  }

  private func checked<Value>(_ option: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw failure("\(option): \(error)", .usage) }
  }
}

extension AnalysisSettings.Sensitivity: ExpressibleByArgument {}
extension GradingScheme: ExpressibleByArgument {}
