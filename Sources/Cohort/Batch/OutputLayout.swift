import Reporting

/// Where everything of a batch stands in its output folder.
public struct OutputLayout: Sendable, Equatable {
  /// The output folder.
  public let folder: String

  /// The layout of `folder`.
  public init(folder: String) {
    self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  }

  /// The page for a browser.
  public var report: String { folder + "/report.html" }
  /// The table of images.
  public var images: String { folder + "/images.csv" }
  /// The table of joints.
  public var joints: String { folder + "/joints.csv" }
  /// The table of lesions.
  public var lesions: String { folder + "/lesions.csv" }
  /// The table of PyRadiomics' features, which is there only where they are asked for.
  public var radiomics: String { folder + "/radiomics.csv" }
  /// The table of values under small changes, which is there only where it is asked for, as is the one of images.
  public var perturbation: String { folder + "/perturbation.csv" }
  /// The table of images under small changes.
  var perturbationOfImages: String { folder + "/perturbation_images.csv" }
  /// The full records.
  public var records: String { folder + "/results.ndjson" }
  /// What differs from run to run.
  public var run: String { folder + "/run.json" }
  /// What tells a shard's place among its sisters; not there for a whole batch.
  public var shard: String { folder + "/shard.json" }
  /// The masks' folder.
  var masks: String { folder + "/masks" }
  /// The overlays' folder.
  var overlays: String { folder + "/overlays" }
  /// The journal's folder.
  var work: String { folder + "/.work" }

  func lesionMask(_ id: String) -> String { masks + "/\(id).lesions.png" }
  func boneMask(_ id: String) -> String { masks + "/\(id).bones.png" }
  func overlay(_ id: String) -> String { overlays + "/\(id).png" }
  func entry(_ id: String) -> String { work + "/\(id).json" }
  /// The entry of a row with a fault, which may bear the id of another image.
  func problem(row: Int) -> String { work + "/\(row).problem" }
  func thumbnail(_ id: String) -> String { work + "/\(id).jpg" }
  /// All pictures that a measured image has, in the order in which they are written.
  func pictures(of id: String, overlays: Bool) -> [String] {
    [lesionMask(id), boneMask(id)] + (overlays ? [overlay(id), thumbnail(id)] : [])
  }
  /// The file that a run locks as long as it writes here.
  var lock: String { work + "/.lock" }

  /// Whether results of an earlier run are there.
  public var holdsResults: Bool { FileFacts(at: work) != nil || FileFacts(at: records) != nil }

  /// Makes the folders.
  func prepare() throws(OutputError) {
    try makeFolder(folder)
    try makeFolder(masks)
    try makeFolder(overlays)
    try makeFolder(work)
  }

  /// The ids that the journal holds.
  var journalled: [String] {
    (namesInFolder(work) ?? []).filter { $0.hasSuffix(".json") && !isHidden($0) }.map { String($0.dropLast(5)) }
  }

  /// Removes the entries of faulty rows, and run.json, which tells that a run came to its end.
  func removeTraces() {
    for name in namesInFolder(work) ?? [] where name.hasSuffix(".problem") { removeFile(work + "/" + name) }
    removeFile(run)
  }

  /// Removes the pictures of `id`.
  func removeImages(of id: String) {
    for path in pictures(of: id, overlays: true) { removeFile(path) }
  }

  /// Removes everything of `id`.
  func removeAll(of id: String) {
    removeFile(entry(id))
    removeImages(of: id)
  }

  /// The first of `inputs` that this folder's tables, masks or overlays would replace.
  public func wouldReplace(_ inputs: some Sequence<String>) -> String? {
    let folders = [masks, overlays, work].compactMap(canonicalPath)
    let files = Set(
      [report, images, joints, lesions, radiomics, perturbation, perturbationOfImages, records, run, shard]
        .compactMap(canonicalPath))
    guard !folders.isEmpty || !files.isEmpty else { return nil }
    return inputs.first { input in
      canonicalPath(input).map { path in files.contains(path) || folders.contains { lies(path, below: $0) } } ?? false
    }
  }
}

/// Removes the table at `path` that begins with `header`; somebody's own file of its name stays.
func removeTable(_ path: String, header: String) {
  if let earlier = try? readFile(path), earlier.starts(with: header.utf8) { removeFile(path) }
}
