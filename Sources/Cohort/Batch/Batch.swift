import Reporting

/// Many images measured side by side, with results that do not depend on how.
public struct Batch: Sendable {
  /// How a batch is run; nothing here changes a number.
  public struct Options: Sendable, Equatable {
    /// Images in work at one time.
    public var jobs: Int
    /// Whether images that an earlier run finished are taken over.
    public var resumes = false
    /// Whether results that are found in the folder end the run instead of being cleared away.
    public var keepsEarlierResults = false
    /// Whether nothing more is started after the first failure.
    public var failsFast = false
    /// Whether overlays are drawn.
    public var overlays = true
    /// Which part of the images is measured; `nil` for all of them.
    public var shard: Shard?

    /// Options for `jobs` images at a time.
    public init(jobs: Int) { self.jobs = jobs }
  }

  /// How a batch ended.
  public struct Summary: Sendable, Equatable {
    /// All images of the batch.
    public var total = 0
    /// Images measured now.
    public var measured = 0
    /// Images taken over from an earlier run.
    public var reused = 0
    /// Images that failed.
    public var failed = 0
    /// Whether images are left because somebody interrupted, or because the first failure ends the batch.
    public var stopped = false
  }

  /// The images in the order of the list; a shard's alone where only one is measured.
  public let tasks: [ImageTask]
  /// The manifest's other columns.
  public let passThrough: [String]
  /// Where results go; `nil` writes nothing.
  public let output: OutputLayout?
  /// How it is run.
  public let options: Options

  /// What may change a number.
  public var settings: MeasureSettings { echo.settings }

  private let echo: SettingsEcho
  /// The row of each task in the whole list, 1 onwards.
  private let rows: [Int]
  private let plan: ShardPlan?

  /// A batch of `tasks`, or of the part of them that the options name.
  public init(
    tasks: [ImageTask], passThrough: [String] = [], settings: MeasureSettings, output: OutputLayout?, options: Options
  ) {
    self.passThrough = passThrough
    self.output = output
    self.options = options
    let echo = SettingsEcho(settings)
    self.echo = echo
    rows = options.shard?.rows(of: tasks.count) ?? Array(1..<tasks.count + 1)
    self.tasks = rows.map { tasks[$0 - 1] }
    plan = options.shard.map {
      ShardPlan($0, of: tasks, passThrough: passThrough, echo: echo, overlays: options.overlays)
    }
  }

  /// Which shard the output folder belongs to, where it is not this batch's; `all` for a whole batch's.
  ///
  /// Resuming there would clear away what another part has measured.
  public var foreignShard: String? {
    guard let output, output.holdsResults else { return nil }
    let earlier = (try? readFile(output.shard)).flatMap(ShardPlan.init)?.shard
    return earlier == options.shard ? nil : earlier?.description ?? "all"
  }

  /// Measures every image and writes all tables.
  ///
  /// - Parameters:
  ///   - shouldStop: asked before an image is started; what is in work is always finished.
  ///   - observe: told of every image as it is started and finished; the latter in no particular order.
  /// - Throws: ``OutputError`` where something cannot be written; what is finished stays for a resumed run.
  public func run(
    shouldStop: @Sendable () -> Bool = { false }, observe: (BatchEvent) -> Void
  ) async throws -> Summary {
    // Held to the end: a second run into the same folder would take over half of what this one writes.
    let lock = try output.map { (output) throws(OutputError) in try prepare(output) }
    defer { lock?.release() }
    var summary = Summary()
    summary.total = tasks.count
    let finished = try await measureAll(shouldStop, &summary, observe)
    summary.stopped = finished.contains(false)
    if let output { try assemble(finished, into: output) }
    return summary
  }

  /// Makes the folders and clears away what belongs to no image of this batch, or to all where nothing is resumed.
  private func prepare(_ output: OutputLayout) throws(OutputError) -> FolderLock {
    try output.prepare()
    let lock = try FolderLock(output, forWriting: true)
    // Whoever looked before the lock was held may have been overtaken by a short run.
    if options.keepsEarlierResults, !options.resumes, !output.journalled.isEmpty {
      lock.release()
      throw OutputError(path: output.folder, step: .inUse, reason: "another run has written there meanwhile")
    }
    output.removeTraces()
    if !options.resumes { PerturbationRun.removeTables(in: output) }
    let wanted = Set(tasks.map(\.id))
    for id in output.journalled where !options.resumes || !wanted.contains(id) { output.removeAll(of: id) }
    if let plan {
      try writeFile((plan.json.indented + "\n").utf8, to: output.shard)
    } else {
      removeFile(output.shard)
    }
    return lock
  }

  /// Measures with a bounded number of images in work; the answer tells which images are finished.
  private func measureAll(
    _ shouldStop: @Sendable () -> Bool, _ summary: inout Summary, _ observe: (BatchEvent) -> Void
  ) async throws -> [Bool] {
    try await withThrowingTaskGroup(of: BatchEvent.Finish.self, returning: [Bool].self) { group in
      var finished = [Bool](repeating: false, count: tasks.count)
      var next = 0
      var stops = false
      while next < min(options.jobs, tasks.count), !shouldStop() {
        observe(.started(index: next))
        add(next, to: &group)
        next += 1
      }
      while let image = try await group.next() {
        if image.reused { summary.reused += 1 } else if image.record.succeeded { summary.measured += 1 }
        if !image.record.succeeded { summary.failed += 1 }
        finished[image.index] = true
        observe(.finished(image))
        stops = stops || shouldStop() || (options.failsFast && summary.failed > 0)
        guard next < tasks.count, !stops else { continue }
        observe(.started(index: next))
        add(next, to: &group)
        next += 1
      }
      return finished
    }
  }

  private func add(_ index: Int, to group: inout ThrowingTaskGroup<BatchEvent.Finish, any Error>) {
    let step = BatchStep(task: tasks[index], row: rows[index], echo: echo, output: output, options: options)
    group.addTask { try step.run(index: index) }
  }

  private func assemble(_ finished: [Bool], into output: OutputLayout) throws(OutputError) {
    let entries = tasks.indices.filter { finished[$0] }.map {
      Assembly.Entry(id: tasks[$0].id, row: rows[$0], hasProblem: tasks[$0].problem != nil)
    }
    try Assembly(
      entries: entries, output: output, passThrough: passThrough, settings: echo.json, settingsDigest: echo.digest,
      overlays: options.overlays
    ).write()
  }
}
