public import Reporting

/// Measures every image of a batch under small changes and writes how its values vary.
public struct PerturbationRun: Sendable {
  /// The images.
  public let tasks: [ImageTask]
  /// How often each is changed.
  public let count: Int
  /// Where results go; `nil` writes nothing.
  public let output: OutputLayout?
  /// Whether what an earlier run finished is taken over.
  public let resumes: Bool
  private let echo: SettingsEcho

  /// Takes over the images, settings and folder of `batch`.
  public init(_ batch: Batch, count: Int) {
    tasks = batch.tasks
    self.count = count
    output = batch.output
    resumes = batch.options.resumes
    echo = SettingsEcho(batch.settings)
  }

  /// Removes the tables of an earlier run, which would stand beside other results.
  static func removeTables(in output: OutputLayout) {
    removeTable(output.perturbation, header: csvLine(RepeatedValue.header))
    removeTable(output.perturbationOfImages, header: csvLine(PerturbedImage.imageHeader))
  }

  /// How a run ended.
  public struct Summary: Sendable, Equatable {
    /// A line per image, in their order.
    public var lines: [String] = []
    /// The ids of images that are no longer what was measured; they have no rows.
    public var changed: [String] = []
    /// Whether images are left because somebody interrupted.
    public var stopped = false
  }

  /// Measures, `jobs` images at a time; an image that cannot be measured has its row in images.csv and none here.
  ///
  /// - Parameters:
  ///   - measured: the input digests of the batch's records, by the images' ids; what has none is passed over.
  ///   - shouldStop: asked before an image is started.
  public func run(
    jobs: Int, measured: [String: String], shouldStop: @escaping @Sendable () -> Bool
  ) async throws(OutputError) -> Summary {
    if let output { try makeFolder(PerturbationEntry.folder(output)) }
    let lock = try output.map { (output) throws(OutputError) in try FolderLock(output, forWriting: true) }
    defer { lock?.release() }
    let results = await inOrder(tasks, jobs: jobs) { task -> Result<Outcome, OutputError> in
      Result { () throws(OutputError) in shouldStop() ? .left : try outcome(of: task, digest: measured[task.id]) }
    }
    var images: [PerturbedImage] = []
    var summary = Summary()
    for (task, result) in zip(tasks, results) {
      switch try result.get() {
      case .measured(let image): images.append(image)
      case .failed: continue
      case .changed: summary.changed.append(task.id)
      case .left: summary.stopped = true
      }
    }
    summary.lines = images.map(\.summary)
    if let output { try write(images.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }, to: output) }
    return summary
  }

  private enum Outcome: Sendable {
    case measured(PerturbedImage)
    case failed
    case changed
    case left
  }

  private func outcome(of task: ImageTask, digest: String?) throws(OutputError) -> Outcome {
    guard task.problem == nil, let digest else { return .failed }
    // The rows stand beside those of the record, so that both must be of the same bytes.
    guard let inputs = try? LoadedInputs(task, echo), inputs.provenance.inputDigest == digest else { return .changed }
    let entry = PerturbationEntry(inputDigest: inputs.provenance.inputDigest, count: count)
    if resumes, let output, let image = entry.image(in: output, id: task.id) { return .measured(image) }
    guard let image = ImagePerturbation(task: task, echo: echo, count: count).measured(inputs) else { return .failed }
    if let output { try entry.write(image, to: output, id: task.id) }
    return .measured(image)
  }

  private func write(_ images: [PerturbedImage], to output: OutputLayout) throws(OutputError) {
    var values = try AtomicFile(output.perturbation)
    var table = try AtomicFile(output.perturbationOfImages)
    try values.append(csvLine(RepeatedValue.header))
    try table.append(csvLine(PerturbedImage.imageHeader))
    for image in images {
      for row in image.rows { try values.append(csvLine(row)) }
      try table.append(csvLine(image.imageRow))
    }
    try values.commit()
    try table.commit()
  }
}

/// What a run has finished of one image, for a resumed run.
private struct PerturbationEntry {
  let inputDigest: String
  let count: Int

  private static let schema = "ossiquant.perturbation/1"

  static func folder(_ output: OutputLayout) -> String { output.folder + "/.work/perturbation" }

  private func path(_ output: OutputLayout, _ id: String) -> String { Self.folder(output) + "/" + id + ".json" }

  /// The image as it was measured from the same input as often.
  func image(in output: OutputLayout, id: String) -> PerturbedImage? {
    guard let bytes = try? readFile(path(output, id)), let json = try? JSONValue(parsing: bytes),
      json["schema"]?.string == Self.schema, json["input_hash"]?.string == inputDigest,
      json["count"]?.double == Double(count), let rows = json["rows"]?.elements,
      let imageRow = json["image"]?.elements?.compactMap(\.string), let summary = json["summary"]?.string
    else { return nil }
    return PerturbedImage(
      id: id, rows: rows.map { ($0.elements ?? []).compactMap(\.string) }, imageRow: imageRow, summary: summary)
  }

  func write(_ image: PerturbedImage, to output: OutputLayout, id: String) throws(OutputError) {
    func texts(_ cells: [String]) -> JSONValue { .list(cells.map { .text($0) }) }
    let json = JSONValue.object([
      .init("schema", .text(Self.schema)), .init("input_hash", .text(inputDigest)), .init("count", .integer(count)),
      .init("rows", .list(image.rows.map(texts))), .init("image", texts(image.imageRow)),
      .init("summary", .text(image.summary)),
    ])
    try writeFile((json.line + "\n").utf8, to: path(output, id))
  }
}
