import Raster
import RasterCodecs
import Reporting

/// A folder of images with known truth: NAME.truth.json, NAME.lesions.png and, where bone is known, NAME.bones.png.
struct TruthFolder {
  let folder: String
  let names: [String]

  init(_ folder: String) throws(EvaluationError) {
    guard let files = namesInFolder(folder) else { throw .noFolder(folder) }
    self.folder = folder
    names = files.filter { $0.hasSuffix(".truth.json") }.map { String($0.dropLast(".truth.json".count)) }
    guard !names.isEmpty else { throw .noTruth(folder: folder) }
  }

  func truth(of name: String) throws(EvaluationError) -> TruthCase {
    try TruthCase(name: name, path: "\(folder)/\(name).truth.json")
  }

  /// The true lesions, as they stand in the mask.
  func lesions(of truth: TruthCase) throws(EvaluationError) -> Plane<UInt16> {
    let path = "\(folder)/\(truth.name).lesions.png"
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
    let mask: Plane<UInt16>
    do { mask = try decodeMask(try readFile(path)) } catch { throw .badTruth(path: path, fault: "\(error)") }
    guard mask.width == truth.width, mask.height == truth.height else {
      throw .badTruth(
        path: path,
        fault: "\(mask.width) x \(mask.height) pixels, expected the truth's \(truth.width) x \(truth.height)")
    }
    return mask
  }
}
