import ArgumentParser
import Cohort
import Reporting

/// Runs a batch and tells what comes of it.
struct MeasureRun {
  let batch: Batch
  let quiet: Bool

  func run() async throws {
    Interruption.watch()
    var progress = ProgressLine(total: batch.tasks.count, quiet: quiet)
    var lines = OrderedLines()
    var failures: [String] = []
    let runFile = RunFile(arguments: CommandLine.arguments)
    let summary: Batch.Summary
    do {
      summary = try await batch.run(shouldStop: { Interruption.signal != nil }) { event in
        progress.clear()
        if !event.record.succeeded { failures.append("\(event.record.id): \(event.record.error ?? "")") }
        for line in lines.add(event.record.summary, at: event.index) where !quiet { Console.print(line) }
        progress.show(after: event)
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

  private func tell(_ summary: Batch.Summary, _ failures: [String]) {
    if !quiet {
      var parts = ["\(summary.total) image\(summary.total == 1 ? "" : "s")", "\(summary.measured) measured"]
      if summary.reused > 0 { parts.append("\(summary.reused) taken over") }
      if summary.failed > 0 { parts.append("\(summary.failed) failed") }
      Console.note(parts.joined(separator: ", "))
    }
    let shown = 20
    for line in failures.prefix(shown) { Console.note("failed: " + line) }
    if failures.count > shown { Console.note("failed: \(failures.count - shown) more, see the column 'error'") }
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
