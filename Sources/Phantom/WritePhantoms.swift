import FoundationEssentials
import RasterCodecs

/// Why phantoms could not be written.
public enum PhantomError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file or folder at `path` could not be written.
  case cannotWrite(path: String, reason: String)

  /// What failed and what to do, in one line.
  public var description: String {
    switch self {
    case .cannotWrite(let path, let reason):
      "\(path): cannot be written (\(reason)): choose a folder that you may write to, with room on its disk"
    }
  }
}

/// Makes phantoms and writes them to `folder` in the form of radiographs with known truth.
///
/// Each has its image, `NAME.truth.json`, `NAME.lesions.png` and `NAME.bones.png`; the folder has `manifest.csv`,
/// `manifest-masks.csv` (those with lesions, with their masks) and `index.json` (all truths). Every file appears whole
/// under its name or not at all.
///
/// - Parameters:
///   - folder: where to; it is made where it is missing.
///   - options: which ones.
///   - progress: called with each name as soon as its files are there.
/// - Returns: what is known of each, in order.
@discardableResult
public func writePhantoms(
  to folder: String, options: PhantomOptions, progress: (String) -> Void = { _ in }
) throws(PhantomError) -> [PhantomTruth] {
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  } catch {
    throw .cannotWrite(path: folder, reason: "\(error)")
  }
  var truths: [PhantomTruth] = []
  var manifest = "image,id,spacing_mm,region\n"
  var masks = "image,id,spacing_mm,region,bone_mask,lesion_mask\n"
  for index in 0..<options.count {
    let phantom = makePhantom(index, options: options)
    let truth = phantom.truth
    let name = phantom.name
    try write(phantom.image, to: folder + "/" + truth.image)
    try write(encodePNG8(phantom.lesions), to: folder + "/\(name).lesions.png")
    try write(encodePNG8(phantom.bones), to: folder + "/\(name).bones.png")
    try write(Array(truth.jsonText.utf8), to: folder + "/\(name).truth.json")
    let row = "\(truth.image),\(name),\(truth.spacing),\(truth.region)"
    manifest += row + "\n"
    if !truth.lesions.isEmpty { masks += row + ",\(name).bones.png,\(name).lesions.png\n" }
    truths.append(truth)
    progress(name)
  }
  try write(Array(manifest.utf8), to: folder + "/manifest.csv")
  try write(Array(masks.utf8), to: folder + "/manifest-masks.csv")
  try write(Array((JSONValue.array(truths.map(\.json)).text() + "\n").utf8), to: folder + "/index.json")
  return truths
}

/// Writes under a temporary name, then renames.
private func write(_ bytes: [UInt8], to path: String) throws(PhantomError) {
  do {
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
  } catch {
    throw .cannotWrite(path: path, reason: "\(error)")
  }
}
