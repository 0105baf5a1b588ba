public import Reporting

/// Many images measured side by side, with results that do not depend on how.
public struct Batch: Sendable {
  /// How a batch is run; nothing here changes a number.
  public struct Options: Sendable, Equatable {
    /// Images in work at one time.
    public var jobs: Int
    /// Whether images that an earlier run finished are taken over.
    public var resumes = false
    /// Whether nothing more is started after the first failure.
    public var failsFast = false
    /// Whether overlays are drawn.
    public var overlays = true

    /// Options for `jobs` images at a time.
    public init(jobs: Int) { self.jobs = jobs }
  }

  /// What became of one image.
  public struct Event: Sendable {
    /// Its place in the batch.
    public let index: Int
    /// Its record.
    public let record: Record
    /// Whether an earlier run measured it.
    public let reused: Bool
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

  /// The images in the order of the outputs.
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

  /// A batch of `tasks`.
  public init(
    tasks: [ImageTask], passThrough: [String] = [], settings: MeasureSettings, output: OutputLayout?, options: Options
  ) {
    self.tasks = tasks
    self.passThrough = passThrough
    self.output = output
    self.options = options
    echo = SettingsEcho(settings)
  }

  /// Measures every image and writes all tables.
  ///
  /// - Parameters:
  ///   - shouldStop: asked before an image is started; what is in work is always finished.
  ///   - observe: told of every image as it is finished, in no particular order.
  /// - Throws: ``OutputError`` where something cannot be written; what is finished stays for a resumed run.
  public func run(
    shouldStop: @Sendable () -> Bool = { false }, observe: (Event) -> Void
  ) async throws -> Summary {
    if let output { try prepare(output) }
    var summary = Summary()
    summary.total = tasks.count
    let finished = try await measureAll(shouldStop, &summary, observe)
    summary.stopped = finished.contains(false)
    if let output { try Assembly(batch: self, output: output, settings: echo, finished: finished).write() }
    return summary
  }

  /// Makes the folders and clears away what belongs to no image of this batch, or to all where nothing is resumed.
  private func prepare(_ output: OutputLayout) throws(OutputError) {
    try output.prepare()
    let wanted = Set(tasks.map(\.id))
    for id in output.journalled where !options.resumes || !wanted.contains(id) { output.removeAll(of: id) }
  }

  /// Measures with a bounded number of images in work; the answer tells which images are finished.
  private func measureAll(
    _ shouldStop: @Sendable () -> Bool, _ summary: inout Summary, _ observe: (Event) -> Void
  ) async throws -> [Bool] {
    try await withThrowingTaskGroup(of: Event.self, returning: [Bool].self) { group in
      var finished = [Bool](repeating: false, count: tasks.count)
      var next = 0
      var stops = false
      while next < min(options.jobs, tasks.count), !shouldStop() {
        add(next, to: &group)
        next += 1
      }
      while let event = try await group.next() {
        if event.reused { summary.reused += 1 } else if event.record.succeeded { summary.measured += 1 }
        if !event.record.succeeded { summary.failed += 1 }
        finished[event.index] = true
        observe(event)
        stops = stops || shouldStop() || (options.failsFast && summary.failed > 0)
        guard next < tasks.count, !stops else { continue }
        add(next, to: &group)
        next += 1
      }
      return finished
    }
  }

  private func add(_ index: Int, to group: inout ThrowingTaskGroup<Event, any Error>) {
    let step = BatchStep(task: tasks[index], echo: echo, output: output, options: options)
    group.addTask { try step.run(index: index) }
  }
}

/// The work on one image of a batch.
struct BatchStep: Sendable {
  let task: ImageTask
  let echo: SettingsEcho
  let output: OutputLayout?
  let options: Batch.Options

  func run(index: Int) throws(OutputError) -> Batch.Event {
    let measurement = ImageMeasurement(
      task: task, echo: echo,
      wantsPictures: output == nil ? .none : options.overlays ? .masksAndOverlay : .masks)
    // A row with a fault may bear the id of another image: it has no entry of its own.
    if let problem = task.problem {
      return .init(index: index, record: measurement.failure(problem).record, reused: false)
    }
    let journal = output.map(Journal.init)
    let image: MeasuredImage
    do {
      let inputs = try LoadedInputs(task, echo)
      if options.resumes,
        let record = journal?.finished(
          task, inputDigest: inputs.provenance.inputDigest, overlays: options.overlays)
      {
        return .init(index: index, record: record, reused: true)
      }
      image = measurement.measured(inputs)
    } catch {
      image = measurement.failure(error.description)
    }
    try journal?.write(image)
    return .init(index: index, record: image.record, reused: false)
  }
}
