import Mineralisation
import Raster
import RasterCodecs
import RasterKernels
import Reporting

/// One image measured again and again under small changes.
struct PerturbedImage: Sendable {
  /// The name under which everything of the image is filed.
  let id: String
  /// The rows of perturbation.csv.
  let rows: [[String]]
  /// The row of perturbation_images.csv.
  let imageRow: [String]
  /// A line for a reader at a terminal.
  let summary: String

  /// The header of perturbation_images.csv.
  static let imageHeader = [
    "id", "perturbations", "lesion_count", "lesions_missed", "lesions_added", "brooker", "brooker_unchanged",
    "della_valle", "della_valle_unchanged", "area_cv_percent_median",
  ]
}

/// Measures one image under small changes.
struct ImagePerturbation {
  let task: ImageTask
  let echo: SettingsEcho
  let count: Int

  /// Measures the image once as it is and `count` times changed; `nil` where it cannot be measured, which its record tells.
  func measured(_ inputs: LoadedInputs) -> PerturbedImage? {
    guard let input = input(inputs), let first = record(input, inputs) else { return nil }
    var repeats = Repeats(first.record, first.lesions)
    for number in 0..<count {
      let change = Perturbation(imageDigest: inputs.provenance.imageDigest ?? "", number: number)
      guard let again = record(change.changed(input), inputs) else { continue }
      let map = change.map(
        width: input.radiograph.width, height: input.radiograph.height, spacing: input.radiograph.spacing)
      repeats.add(again.record, again.lesions, map)
    }
    return repeats.image(id: task.id, count: count)
  }

  private func input(_ inputs: LoadedInputs) -> AnalysisInput? {
    guard let decoded = try? decodeImage(inputs.image, limits: echo.settings.limits) else { return nil }
    let calibration = Calibration(decoded, task, echo.settings)
    let radiograph = Radiograph(
      samples: decoded.samples, bitDepth: decoded.bitDepth, statedPolarity: task.polarity ?? echo.settings.polarity,
      spacing: calibration.spacing, magnification: calibration.magnification)
    var warnings: [String] = []
    return try? ImageMeasurement(task: task, echo: echo, wantsPictures: .none)
      .analysisInput(radiograph, inputs, &warnings)
  }

  private func record(_ input: AnalysisInput, _ inputs: LoadedInputs) -> (record: Record, lesions: LabelMap)? {
    var settings = echo.settings.analysis
    settings.radiomics = nil
    guard let analysis = try? analyse(input, settings: settings) else { return nil }
    var result = ImageResult(id: task.id, image: task.image, provenance: inputs.provenance)
    result.radiograph = RadiographFacts(input.radiograph)
    result.analysis = analysis
    return (Record(result), analysis.lesions.labels)
  }
}

/// What the changes of one image gave so far.
private struct Repeats {
  private let first: Record
  private let lesions: LabelMap
  private var values: [RepeatedValue]
  private let ids: [Int]
  private var missed = 0
  private var added = 0
  private var brookerUnchanged = 0
  private var dellaValleUnchanged = 0

  init(_ first: Record, _ lesions: LabelMap) {
    self.first = first
    self.lesions = lesions
    let measured = Self.lesions(first)
    ids = measured.map(\.id)
    values = RepeatedValue.imageNames.map {
      RepeatedValue(lesion: nil, name: $0, unperturbed: RepeatedValue.value($0, in: first.json))
    }
    for lesion in measured {
      values += RepeatedValue.lesionNames.map {
        RepeatedValue(lesion: lesion.id, name: $0, unperturbed: RepeatedValue.value($0, in: lesion.json))
      }
    }
  }

  private static func lesions(_ record: Record) -> [(id: Int, json: JSONValue)] {
    (record.json["lesions"]?.elements ?? []).compactMap { lesion in
      lesion["lesion_id"]?.double.flatMap(Int.init(exactly:)).map { ($0, lesion) }
    }
  }

  /// Takes what was measured on a picture whose pixels `map` finds on the first one.
  mutating func add(_ record: Record, _ found: LabelMap, _ map: PixelMap) {
    let again = Self.lesions(record)
    let partners = partners(of: found, map)
    missed += ids.count - partners.count
    added += again.count - partners.count
    for i in values.indices {
      if let lesion = values[i].lesion {
        guard let partner = partners[lesion], let json = again.first(where: { $0.id == partner })?.json else {
          continue
        }
        if let value = RepeatedValue.value(values[i].name, in: json) { values[i].values.append(value) }
      } else if let value = RepeatedValue.value(values[i].name, in: record.json) {
        values[i].values.append(value)
      }
    }
    if record.json["brooker"]?.string == first.json["brooker"]?.string { brookerUnchanged += 1 }
    if record.json["della_valle"]?.string == first.json["della_valle"]?.string { dellaValleUnchanged += 1 }
  }

  /// For each lesion, the one that shares most with it on the changed picture: a fifth of the smaller of the two at least,
  /// and each only once.
  private func partners(of found: LabelMap, _ map: PixelMap) -> [Int: Int] {
    let before = resampledNearest(lesions, by: map).plane.samples
    let after = found.plane.samples
    var shared: [Int: Int] = [:]
    var sizeBefore = [Int](repeating: 0, count: lesions.count + 1)
    var sizeAfter = [Int](repeating: 0, count: found.count + 1)
    for i in before.indices where before[i] != 0 || after[i] != 0 {
      sizeBefore[Int(before[i])] += 1
      sizeAfter[Int(after[i])] += 1
      if before[i] != 0, after[i] != 0 { shared[Int(before[i]) * (found.count + 1) + Int(after[i]), default: 0] += 1 }
    }
    var partners: [Int: Int] = [:]
    var taken: Set<Int> = []
    for (key, count) in shared.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let (old, new) = key.quotientAndRemainder(dividingBy: found.count + 1)
      guard partners[old] == nil, !taken.contains(new), 5 * count >= min(sizeBefore[old], sizeAfter[new]) else {
        continue
      }
      partners[old] = new
      taken.insert(new)
    }
    return partners
  }

  /// The rows of the image under `count` changes.
  func image(id: String, count: Int) -> PerturbedImage {
    let rows = values.filter { $0.unperturbed != nil || !$0.values.isEmpty }.map { $0.row(id: id, count: count) }
    let place = RepeatedValue.header.firstIndex(of: "cv_percent") ?? 0
    let variations = values.filter { $0.lesion != nil && $0.name == "area_px" }
      .compactMap { Double($0.row(id: id, count: count)[place]) }
    let typical = median(of: variations)
    let brooker = first.json["brooker"]?.string
    let dellaValle = first.json["della_valle"]?.string
    let typicalDigits = typical.flatMap { fixedDecimals($0, places: 3) } ?? ""
    let imageRow = [
      withoutFormula(id), String(count), String(ids.count), String(missed), String(added), brooker ?? "",
      brooker == nil ? "" : String(brookerUnchanged), dellaValle ?? "",
      dellaValle == nil ? "" : String(dellaValleUnchanged), typicalDigits,
    ]
    var words = ["\(id): \(count) perturbations"]
    if let brooker { words.append("Brooker \(brooker) unchanged in \(brookerUnchanged) of \(count)") }
    if let dellaValle { words.append("Della Valle \(dellaValle) in \(dellaValleUnchanged)") }
    if let typical, let digits = fixedDecimals(typical, places: 1) { words.append("area varies by \(digits) %") }
    if missed > 0 { words.append("\(missed) of \(count * ids.count) lesions missed") }
    return PerturbedImage(id: id, rows: rows, imageRow: imageRow, summary: words.joined(separator: "; "))
  }
}
