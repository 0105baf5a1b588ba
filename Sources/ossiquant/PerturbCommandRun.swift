import ArgumentParser
import Cohort
import Reporting

/// Runs a batch, then each of its images under small changes, and tells what comes of it.
struct PerturbCommandRun {
  let run: MeasureRun
  let count: Int

  func run() async throws {
    var ending: ExitCode?
    do { try await run.run() } catch let status as ExitCode where status == .someFailed || status == .badData {
      // A failed image has its row; the others are perturbed all the same.
      ending = status
    }
    try await perturb()
    if let ending { throw ending }
  }

  private func perturb() async throws {
    let batch = run.batch
    let outcome: (lines: [String], stopped: Bool)
    do {
      outcome = try await PerturbationRun(batch, count: count)
        .run(jobs: batch.options.jobs, shouldStop: { Interruption.signal != nil })
    } catch {
      throw failure(error)
    }
    if !run.quiet {
      for line in outcome.lines { Console.print(line) }
      if let output = batch.output { Console.note("perturbations: \(PerturbationRun.table(in: output))") }
    }
    if outcome.stopped, let signal = Interruption.signal {
      Console.note("stopped: continue with the same command and --resume")
      throw ExitCode(128 + signal)
    }
  }
}
