import Raster
import RasterCodecs
import Reporting

/// A folder of images with known truth: NAME.truth.json, NAME.lesions.png and, where bone is known, NAME.bones.png.
///
/// A folder without any NAME.truth.json is one of masks alone: each NAME.lesions.png is an image, its spacing and region
/// are those of the results, and its lesions are known by their outlines and areas.
struct TruthFolder {
  let folder: String
  let names: [String]
  private let masksAlone: Bool
  private let spacing: Double?

  /// - Parameter spacing: millimetres per pixel of masks alone, where the results do not say.
  init(_ folder: String, spacing: Double?) throws(EvaluationError) {
    guard let files = namesInFolder(folder) else { throw .noFolder(folder) }
    self.folder = folder
    self.spacing = spacing
    func names(ending end: String) -> [String] {
      files.filter { $0.hasSuffix(end) && $0 != end }.map { String($0.dropLast(end.count)) }
    }
    let described = names(ending: ".truth.json")
    masksAlone = described.isEmpty
    self.names = masksAlone ? names(ending: ".lesions.png") : described
    guard !self.names.isEmpty else { throw .noTruth(folder: folder) }
  }

  /// What is true of an image; `row` is what the results say of it.
  func truth(of name: String, row: ResultRow?) throws(EvaluationError) -> TruthCase {
    guard masksAlone else { return try TruthCase(name: name, path: "\(folder)/\(name).truth.json") }
    let path = "\(folder)/\(name).lesions.png"
    guard let spacing = row?.number("spacing_mm") ?? spacing, spacing > 0 else {
      throw .badTruth(path: path, fault: "neither the results nor --spacing say how large a pixel is: state it")
    }
    return TruthCase(
      name: name, lesions: try labels(path), spacing: spacing,
      region: row?.text("region").flatMap { $0.isEmpty ? nil : $0 } ?? "unknown")
  }

  /// The true lesions: the mask as it stands, of masks alone with each component a label if it has but one value.
  func lesions(of truth: TruthCase) throws(EvaluationError) -> Plane<UInt16> {
    let path = "\(folder)/\(truth.name).lesions.png"
    if masksAlone { return try labels(path) }
    if let mask = try mask(path, of: truth) { return mask }
    guard truth.lesions.isEmpty else { throw .badTruth(path: path, fault: "no such file, though lesions are listed") }
    return Plane(width: truth.width, height: truth.height, repeating: 0)
  }

  /// The true bones; `nil` where they are not known.
  func bones(of truth: TruthCase) throws(EvaluationError) -> Plane<UInt16>? {
    try mask("\(folder)/\(truth.name).bones.png", of: truth)
  }

  private func mask(_ path: String, of truth: TruthCase) throws(EvaluationError) -> Plane<UInt16>? {
    guard FileFacts(at: path) != nil else { return nil }
    let mask = try read(path)
    guard mask.width == truth.width, mask.height == truth.height else {
      throw .badTruth(
        path: path,
        fault: "\(mask.width) x \(mask.height) pixels, expected the truth's \(truth.width) x \(truth.height)")
    }
    return mask
  }

  private func labels(_ path: String) throws(EvaluationError) -> Plane<UInt16> {
    let labels = GivenMask(values: try read(path)).labels
    guard labels.count <= Int(UInt16.max) else {
      throw .badTruth(path: path, fault: "\(labels.count) separate lesions, expected at most 65535")
    }
    return Plane(
      width: labels.width, height: labels.height, samples: labels.plane.samples.map { UInt16(truncatingIfNeeded: $0) })
  }

  private func read(_ path: String) throws(EvaluationError) -> Plane<UInt16> {
    do { return try decodeMask(try readFile(path)) } catch { throw .badTruth(path: path, fault: "\(error)") }
  }
}
