import Cohort
import Reporting

/// How far a batch is: a line that renews itself on a terminal, else a line now and then.
struct ProgressLine {
  private let total: Int
  private let quiet: Bool
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var done = 0
  private var measured = 0
  private var failed = 0
  private var current = ""

  init(total: Int, quiet: Bool) {
    self.total = total
    self.quiet = quiet
  }

  func clear() {
    if Console.isWatched, !quiet, total > 1 { Console.clearProgress() }
  }

  mutating func show(_ event: BatchEvent, of batch: Batch) {
    switch event {
    case .started(let index): current = batch.tasks[index].id
    case .finished(let image):
      done += 1
      if !image.reused { measured += 1 }
      if !image.record.succeeded { failed += 1 }
    }
    guard !quiet, total > 1, done < total else { return }
    if Console.isWatched {
      Console.progress(line)
    } else if lastShown.duration(to: .now) > .seconds(30) {
      lastShown = .now
      Console.note(line)
    }
  }

  private var line: String {
    let elapsed = start.duration(to: .now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    var text = "\(done) of \(total)"
    if measured > 0, seconds > 0 {
      let rate = Double(measured) / seconds
      text +=
        ", \(fixedDecimals(rate, places: 2) ?? "?") per second, \(clockTime(Int(Double(total - done) / rate))) left"
    }
    return text + ", \(failed) failed, at \(current)"
  }

  /// Hours and minutes, or minutes and seconds.
  private func clockTime(_ seconds: Int) -> String {
    seconds < 3600 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}
