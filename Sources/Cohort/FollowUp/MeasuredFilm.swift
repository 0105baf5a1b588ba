import Mineralisation
import Raster
import RasterCodecs
public import Reporting

/// A film that has been measured: its record, and where its masks and grey values are.
public struct MeasuredFilm: Sendable {
  /// What was measured.
  public let record: Record
  private let storage: Storage

  private enum Storage: Sendable {
    case memory(MeasuredImage.Files?, image: [UInt8])
    case folder(OutputLayout, images: [String])
  }

  /// A film of a results folder; its image is the first of `images` that has the digest of the record.
  public init(record: Record, results: OutputLayout, images: [String]) {
    self.record = record
    storage = .folder(results, images: images)
  }

  /// A film measured just now.
  init(_ image: MeasuredImage, bytes: [UInt8]) {
    record = image.record
    storage = .memory(image.files, image: bytes)
  }

  /// What the manifest says in column `name`; `nil` where it says nothing.
  func stated(_ name: String) -> String? {
    record.json["pass_through"]?[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A film with its masks and grey values, ready to be registered.
  struct Content: Sendable {
    var lesions: LesionFilm
    /// The film as pictures show it.
    var shown: LesionFilm
    /// What a reader of the numbers should know.
    var notes: [String] = []
  }

  /// Whether it was measured with the wish to blank text in pictures.
  var redactsText: Bool { record.json["settings"]?["redact_text"] == .flag(true) }

  /// Reads masks and grey values.
  ///
  /// - Parameter redactsText: whether text is looked for and blanked in what is shown; nothing is measured on that.
  /// - Throws: ``FieldError`` where a mask cannot be read; a missing image is a note only.
  func content(redactsText: Bool = false) throws(FieldError) -> Content {
    let lesions = try mask("lesions")
    let bones = try mask("bones")
    guard lesions.width == bones.width, lesions.height == bones.height else {
      throw FieldError(
        "\(record.id): the lesion mask has \(lesions.width) x \(lesions.height) pixels, the bone mask \(bones.width) x"
          + " \(bones.height): measure the image again")
    }
    var notes: [String] = []
    var signal: Plane<UInt16>?
    var shown: Plane<UInt16>?
    if let bytes = imageBytes(), let image = try? decodeImage(bytes, limits: Self.limits),
      image.samples.width == bones.width, image.samples.height == bones.height
    {
      signal = boneBright(image.samples, image.bitDepth)
      shown = redactsText ? boneBright(withoutText(image), image.bitDepth) : signal
    } else {
      notes.append("\(record.id): the image itself was not found: registered by the bones' outlines alone")
    }
    let spacing = spacing
    // Whoever made the folder may have written anything; films are between a thousandth and ten millimetres a pixel.
    guard [spacing.x, spacing.y].allSatisfy({ (1e-4...100).contains($0) }) else {
      throw FieldError(
        "\(record.id): the record has a pixel of \(spacing.x) by \(spacing.y) mm, expected 0.0001 to 100 mm: measure"
          + " the image again")
    }
    let names = record.json["bones"]?.elements?.map { $0.string ?? "bone" } ?? []
    func film(_ grey: Plane<UInt16>?) -> LesionFilm {
      LesionFilm(
        lesions: lesions,
        film: RegistrationFilm(
          bones: bones, names: names, spacingX: spacing.x, spacingY: spacing.y, hasSpacing: spacing.isKnown,
          signal: grey))
    }
    return Content(lesions: film(signal), shown: film(shown), notes: notes)
  }

  /// The image's samples with the text blanked that the field step finds on them.
  private func withoutText(_ image: DecodedImage) -> Plane<UInt16> {
    let spacing = record.json["spacing_x_mm"]?.double.flatMap { x in
      record.json["spacing_y_mm"]?.double.flatMap { PixelSpacing(x: x, y: $0, source: .user) }
    }
    let radiograph = Radiograph(
      samples: image.samples, bitDepth: image.bitDepth,
      statedPolarity: record.json["polarity"]?.string.flatMap(Polarity.init), spacing: spacing)
    let (field, workingScale) = findField(of: radiograph)
    return Reporting.withoutText(radiograph, field, workingScale: workingScale).samples
  }

  /// Millimetres per pixel that lengths are measured with; the working scale where none is known.
  private var spacing: (x: Double, y: Double, isKnown: Bool) {
    let factor = record.json["magnification"]?.double ?? 1
    if let x = record.json["spacing_x_mm"]?.double, let y = record.json["spacing_y_mm"]?.double {
      return (x / factor, y / factor, true)
    }
    let guess = record.json["working_scale_mm_per_px"]?.double ?? 0.2
    return (guess > 0 ? guess : 0.2, guess > 0 ? guess : 0.2, false)
  }

  /// The usual limits: a folder of results may come from anybody.
  private static var limits: DecodingLimits {
    var limits = DecodingLimits()
    limits.allowTruncated = true
    return limits
  }

  private func mask(_ kind: String) throws(FieldError) -> LabelMap {
    let bytes: [UInt8]
    switch storage {
    case .memory(let files, _):
      guard let files else { throw FieldError("\(record.id): was not measured: \(record.error ?? "")") }
      bytes = kind == "lesions" ? files.lesionMask : files.boneMask
    case .folder(let layout, _):
      let path = kind == "lesions" ? layout.lesionMask(record.id) : layout.boneMask(record.id)
      do { bytes = try readFile(path) } catch { throw FieldError(error.description) }
    }
    do {
      let values = try decodeMask(bytes, limits: Self.limits)
      return LabelMap(values, labels: Array(0...Int(UInt16.max)), count: Int(values.samples.max() ?? 0))
    } catch {
      throw FieldError("\(record.id): the mask of the \(kind): \(error)")
    }
  }

  private func imageBytes() -> [UInt8]? {
    switch storage {
    case .memory(_, let image): return image
    case .folder(_, let images):
      let digest = record.json["sha256"]?.string
      for path in images {
        if let bytes = try? readFile(path), sha256(bytes) == digest { return bytes }
      }
      return nil
    }
  }

  private func boneBright(_ samples: Plane<UInt16>, _ bitDepth: Int) -> Plane<UInt16> {
    guard record.json["polarity"]?.string == Polarity.boneDark.rawValue else { return samples }
    let highest = UInt16((1 << bitDepth) - 1)
    return Plane(
      width: samples.width, height: samples.height, samples: samples.samples.map { highest >= $0 ? highest - $0 : 0 })
  }
}

/// Reads the films of a results folder.
///
/// - Parameters:
///   - folder: what `measure --out` wrote.
///   - images: folders in which the images lie, as the records name them.
///   - paths: where single images lie, by their ids.
public func measuredFilms(
  inResults folder: String, images: [String] = [], paths: [String: String] = [:]
) throws(FieldError) -> [MeasuredFilm] {
  let layout = OutputLayout(folder: folder)
  let bytes: [UInt8]
  do { bytes = try readFile(layout.records) } catch {
    throw FieldError("\(folder): holds no results (\(error)): give a folder that measure --out wrote")
  }
  var films: [MeasuredFilm] = []
  for line in bytes.split(separator: 0x0A) {
    guard let record = Record(line: Array(line)) else {
      throw FieldError("\(layout.records): line \(films.count + 1) is no record of this version: measure again")
    }
    let name = record.json["image"]?.string ?? ""
    let places = [paths[record.id]].compactMap(\.self) + images.map { $0 + "/" + name } + [name]
    films.append(MeasuredFilm(record: record, results: layout, images: places))
  }
  return films
}

/// Measures films without writing anything, `jobs` at a time, in the order of the tasks.
public func measuredFilms(
  _ tasks: [ImageTask], settings: MeasureSettings, jobs: Int
) async -> [MeasuredFilm] {
  let echo = SettingsEcho(settings)
  return await inOrder(tasks, jobs: jobs) { task in
    let measurement = ImageMeasurement(task: task, echo: echo, wantsPictures: .masks)
    if let problem = task.problem { return MeasuredFilm(measurement.failure(problem), bytes: []) }
    do throws(InputError) {
      let inputs = try LoadedInputs(task, echo)
      return MeasuredFilm(measurement.measured(inputs), bytes: inputs.image)
    } catch {
      return MeasuredFilm(measurement.failure(error.description), bytes: [])
    }
  }
}

/// Works on every element, at most `jobs` at a time, and gives the results in the elements' order.
func inOrder<Element: Sendable, Result: Sendable>(
  _ elements: [Element], jobs: Int, _ work: @escaping @Sendable (Element) -> Result
) async -> [Result] {
  await withTaskGroup(of: (Int, Result).self, returning: [Result].self) { group in
    var results = [Result?](repeating: nil, count: elements.count)
    var next = 0
    while next < min(max(1, jobs), elements.count) {
      let index = next
      group.addTask { (index, work(elements[index])) }
      next += 1
    }
    while let (index, result) = await group.next() {
      results[index] = result
      guard next < elements.count else { continue }
      let index = next
      group.addTask { (index, work(elements[index])) }
      next += 1
    }
    return results.compactMap(\.self)
  }
}
