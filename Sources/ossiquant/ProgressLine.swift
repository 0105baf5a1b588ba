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

  init(total: Int, quiet: Bool) {
    self.total = total
    self.quiet = quiet
  }

  func clear() {
    if Console.isWatched, !quiet, total > 1 { Console.clearProgress() }
  }

  mutating func show(after event: Batch.Event) {
    done += 1
    if !event.reused { measured += 1 }
    if !event.record.succeeded { failed += 1 }
    guard !quiet, total > 1, done < total else { return }
    if Console.isWatched {
      Console.progress(line(event.record.id))
    } else if lastShown.duration(to: .now) > .seconds(30) {
      lastShown = .now
      Console.note(line(event.record.id))
    }
  }

  private func line(_ id: String) -> String {
    let elapsed = start.duration(to: .now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    var text = "\(done) of \(total)"
    if measured > 0, seconds > 0 {
      let rate = Double(measured) / seconds
      let left = Int(Double(total - done) / rate)
      text += ", \(fixedDecimals(rate, places: 2) ?? "?") per second, \(left / 60) min \(left % 60) s left"
    }
    return text + ", \(failed) failed, \(id)"
  }
}
