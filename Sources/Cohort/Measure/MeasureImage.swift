import Mineralisation
import Raster
import RasterCodecs
import RasterKernels
import Reporting

/// Measures one image from its bytes to its record and pictures.
struct ImageMeasurement {
  let task: ImageTask
  let echo: SettingsEcho
  let wantsPictures: Pictures

  /// What is drawn besides the record.
  enum Pictures: Sendable, Equatable {
    case none
    case masks
    case masksAndOverlay
  }

  private var settings: MeasureSettings { echo.settings }
  /// What messages call the image; one that came with a request may have no path.
  private var name: String { task.image.isEmpty ? "the image" : task.image }

  /// The record of a task that cannot be measured for `reason`.
  ///
  /// What was known of the radiograph and its scale by then stays in the record.
  func failure(
    _ reason: String, _ provenance: Provenance? = nil, _ facts: RadiographFacts? = nil, marker: Marker? = nil,
    warnings: [String] = []
  ) -> MeasuredImage {
    var result = ImageResult(id: task.id, image: task.image, provenance: provenance ?? echo.provenance(of: task))
    result.error = reason
    result.radiograph = facts
    result.marker = marker
    result.warnings = warnings
    result.passThrough = task.passThrough
    return MeasuredImage(record: Record(result), files: nil)
  }

  /// Decodes, measures and encodes.
  func measured(_ inputs: consuming LoadedInputs) -> MeasuredImage {
    let decoded: DecodedImage
    do {
      decoded = try decodeImage(overwriting: &inputs.image, limits: settings.limits)
    } catch {
      return failure("\(name): \(error)", inputs.provenance)
    }
    inputs.image = []
    let calibration = Calibration(decoded, task, settings)
    let radiograph = Radiograph(
      samples: decoded.samples, bitDepth: decoded.bitDepth, statedPolarity: task.polarity ?? settings.polarity,
      spacing: calibration.spacing, magnification: calibration.magnification)
    let facts = RadiographFacts(radiograph)
    var warnings = decoded.notes + calibration.warnings
    do {
      let input = try analysisInput(radiograph, inputs, &warnings)
      let analysis = try analyse(input, settings: settings.analysis)
      var result = ImageResult(id: task.id, image: task.image, provenance: inputs.provenance)
      result.radiograph = facts
      result.analysis = analysis
      result.marker = calibration.marker
      result.warnings = warnings
      result.scheme = settings.scheme
      result.passThrough = task.passThrough
      return MeasuredImage(record: Record(result), files: wantsPictures == .none ? nil : pictures(radiograph, analysis))
    } catch let error as AnalysisError {
      return failure(
        "\(name): \(error)", inputs.provenance, facts, marker: calibration.marker, warnings: warnings)
    } catch {
      return failure("\(error)", inputs.provenance, facts, marker: calibration.marker, warnings: warnings)
    }
  }

  func analysisInput(
    _ radiograph: Radiograph, _ inputs: LoadedInputs, _ warnings: inout [String]
  ) throws -> AnalysisInput {
    var input = AnalysisInput(radiograph: radiograph)
    input.region = task.region ?? settings.region
    if let bytes = inputs.boneMask {
      let mask = try given(bytes, task.boneMask, limit: 255)
      warnings += renumbering(mask, "bone mask")
      input.givenBones = mask.labels
    }
    if let bytes = inputs.lesionMask {
      let mask = try given(bytes, task.lesionMask, limit: 65_535, clusterSpacing: radiograph.measuringSpacing)
      warnings += renumbering(mask, "lesion mask")
      input.givenLesions = mask.labels
    }
    if let bytes = inputs.regionOfInterest {
      input.regionOfInterest = try given(bytes, task.regionOfInterest, limit: .max).labels.foreground
    }
    return input
  }

  /// Decodes a mask whose labels must fit into the masks that are written.
  private func given(
    _ bytes: [UInt8], _ path: String?, limit: Int, clusterSpacing: PixelSpacing? = nil
  ) throws -> GivenMask {
    let name = path ?? "the given mask"
    let mask: GivenMask
    do {
      mask = GivenMask(values: try decodeMask(bytes, limits: settings.limits), clusterSpacing: clusterSpacing)
    } catch {
      throw FieldError("\(name): \(error)")
    }
    guard mask.labels.count <= limit else {
      throw FieldError(
        "\(name): \(mask.labels.count) objects, expected at most \(limit): remove single pixels, or give each object a"
          + " value of its own")
    }
    return mask
  }

  private func renumbering(_ mask: GivenMask, _ name: String) -> [String] {
    guard !mask.renumbered.isEmpty else { return [] }
    let values = mask.renumbered.map(String.init).joined(separator: ", ")
    return ["the \(name)'s values \(values) became the labels 1 to \(mask.renumbered.count)"]
  }

  private func pictures(_ radiograph: Radiograph, _ analysis: Analysis) -> MeasuredImage.Files {
    var files = MeasuredImage.Files(
      lesionMask: encodePNG(analysis.lesions.labels, depth: .sixteen),
      boneMask: encodePNG(analysis.bones.labels, depth: .eight))
    if wantsPictures == .masksAndOverlay {
      let shown =
        settings.redactsText
        ? withoutText(radiograph, analysis.field, workingScale: analysis.workingScale) : radiograph
      let overlay = renderOverlay(shown, analysis, title: task.id)
      files.overlay = overlay.png
      files.thumbnail = overlay.reduced(toLongerSide: 768).jpeg(quality: 75)
    }
    return files
  }
}
