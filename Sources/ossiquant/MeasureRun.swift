import ArgumentParser
import Cohort
import Reporting

/// Runs a batch and tells what comes of it.
struct MeasureRun {
  let batch: Batch
  let quiet: Bool

  /// Measures and tells; `finished` is called with every image as it is finished, in no particular order.
  func run(finished: (BatchEvent.Finish) -> Void = { _ in }) async throws {
    Interruption.watch()
    var progress = ProgressLine(total: batch.tasks.count, quiet: quiet)
    var lines = OrderedLines()
    var failures = FailureList()
    let runFile = RunFile(arguments: CommandLine.arguments)
    let summary: Batch.Summary
    do {
      summary = try await batch.run(shouldStop: { Interruption.signal != nil }) { event in
        progress.clear()
        if case .finished(let image) = event {
          finished(image)
          failures.add(image.record)
          for line in lines.add(image.record.summary, at: image.index) where !quiet { Console.print(line) }
        }
        progress.show(event, of: batch)
      }
      if let output = batch.output { try runFile.write(summary, of: batch, to: output) }
    } catch let error as OutputError {
      progress.clear()
      throw failure(error)
    }
    progress.clear()
    for line in lines.rest where !quiet { Console.print(line) }
    tell(summary, failures)
    if let status = status(summary) { throw status }
  }

  private func tell(_ summary: Batch.Summary, _ failures: FailureList) {
    if !quiet {
      var parts = ["\(summary.total) image\(summary.total == 1 ? "" : "s")", "\(summary.measured) measured"]
      if summary.reused > 0 { parts.append("\(summary.reused) taken over") }
      if summary.failed > 0 { parts.append("\(summary.failed) failed") }
      Console.note(parts.joined(separator: ", "))
    }
    for line in failures.lines { Console.note("failed: " + line) }
    if failures.others > 0 { Console.note("failed: \(failures.others) more, see the column 'error' of images.csv") }
    if summary.stopped {
      let done = summary.measured + summary.reused + summary.failed
      Console.note("stopped after \(done) of \(summary.total) images: continue with the same command and --resume")
    } else if let output = batch.output, !quiet {
      Console.note("results: \(output.report)")
    }
  }

  private func status(_ summary: Batch.Summary) -> ExitCode? {
    if let signal = Interruption.signal, summary.stopped { return ExitCode(128 + signal) }
    guard summary.failed > 0 else { return nil }
    return summary.total == 1 ? .badData : .someFailed
  }
}

/// The first failures of a batch, and how many more there are.
private struct FailureList {
  private(set) var lines: [String] = []
  private(set) var others = 0

  mutating func add(_ record: Record) {
    guard !record.succeeded else { return }
    if lines.count < 20 { lines.append("\(record.id): \(record.error ?? "")") } else { others += 1 }
  }
}

/// Lines that come in any order and leave in the order of their places.
struct OrderedLines {
  private var next = 0
  private var waiting: [Int: String] = [:]

  /// Takes a line and gives those that may leave now.
  mutating func add(_ line: String, at place: Int) -> [String] {
    waiting[place] = line
    var ready: [String] = []
    while let line = waiting.removeValue(forKey: next) {
      ready.append(line)
      next += 1
    }
    return ready
  }

  /// What still waits for a place that never came.
  var rest: [String] { waiting.keys.sorted().compactMap { waiting[$0] } }
}
