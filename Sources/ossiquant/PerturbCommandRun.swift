import ArgumentParser
import Cohort
import Reporting

/// Runs a batch, then each of its images under small changes, and tells what comes of it.
struct PerturbCommandRun {
  let run: MeasureRun
  let count: Int

  func run() async throws {
    var ending: ExitCode?
    var digests: [String: String] = [:]
    do {
      try await run.run { image in
        if image.record.succeeded { digests[image.record.id] = image.record.inputDigest }
      }
    } catch let status as ExitCode where status == .someFailed || status == .badData {
      // A failed image has its row; the others are perturbed all the same.
      ending = status
    }
    try await perturb(digests)
    if let ending { throw ending }
  }

  private func perturb(_ digests: [String: String]) async throws {
    let batch = run.batch
    let outcome: PerturbationRun.Summary
    do {
      outcome = try await PerturbationRun(batch, count: count)
        .run(jobs: batch.options.jobs, measured: digests, shouldStop: { Interruption.signal != nil })
    } catch {
      throw failure(error)
    }
    if !run.quiet {
      for line in outcome.lines { Console.print(line) }
      if let output = batch.output { Console.note("perturbations: \(output.perturbation)") }
    }
    for id in outcome.changed {
      Console.note("failed: \(id): the image or a mask changed after it was measured: repeat the command with --resume")
    }
    if outcome.stopped, let signal = Interruption.signal {
      Console.note("stopped: continue with the same command and --resume")
      throw ExitCode(128 + signal)
    }
    if !outcome.changed.isEmpty { throw batch.tasks.count == 1 ? ExitCode.badData : .someFailed }
  }
}
