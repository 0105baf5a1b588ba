import ArgumentParser
import Cohort
import Reporting

/// Compares serial radiographs of one limb.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare serial radiographs of one limb: register, match lesions, measure change.",
    discussion: """
      Takes two images, two results folders, one results folder, or one manifest.csv with the columns patient, side,
      region and date in which a limb has several films. The films are brought onto each other by their bones; where that
      fails, nothing is compared and the evidence is printed.
      With --out it writes changes.csv, comparisons.csv, a picture of each pair, and what was measured on the way.
      A star marks a change beyond the threshold. Courses are described trends, never diagnoses.
      """)

  @Argument(help: "Baseline and follow-up: images or results folders; or one manifest or results folder.")
  var paths: [String]

  @OptionGroup var running: RunOptions

  @OptionGroup(title: "Settings") var settings: SettingsOptions

  @Option(help: "Label map of the baseline's bones, for two images.")
  var baselineBoneMask: String?

  @Option(help: "Label map of the baseline's lesions, for two images.")
  var baselineLesionMask: String?

  @Option(help: "Label map of the follow-up's bones, for two images.")
  var followUpBoneMask: String?

  @Option(help: "Label map of the follow-up's lesions, for two images.")
  var followUpLesionMask: String?

  @Option(
    help: ArgumentHelp(
      "Repeatability coefficient in per cent: one number, VALUE=NUMBER,..., or the perturbation.csv of measure --perturb.",
      discussion: "A change is stated beyond the greater of 25 % and this.", valueName: "percent"))
  var repeatability: String?

  @Option(help: "Folder in which the images of a results folder lie, as its records name them.")
  var images: String?

  func validate() throws {
    if paths.isEmpty || paths.count > 2 {
      throw ValidationError(
        "\(paths.count) inputs: give a baseline and a follow-up, or one manifest or results folder.")
    }
  }

  func run() async throws {
    let thresholds = try readThresholds()
    let inputs = try CompareInputs(self)
    if let out = running.out, FileFacts(at: FollowUpComparison.changes(in: out)) != nil, !running.force, !running.resume
    {
      throw failure(
        "\(out): holds a comparison already: replace it with --force, or give another folder with --out", .cannotCreate)
    }
    let settings = try settings.settings()
    let plan = try await inputs.plan(settings, jobs: running.workers)
    let comparison = FollowUpComparison(
      plan: plan, thresholds: thresholds, folder: running.out, redactsText: settings.redactsText)
    let pairs: [Comparison]
    do { pairs = try await comparison.run(jobs: running.workers) } catch { throw failure(error) }
    tell(pairs, plan)
    let failed = pairs.count { !$0.succeeded }
    if failed > 0 { throw pairs.count == 1 ? ExitCode.badData : ExitCode.someFailed }
  }

  private func readThresholds() throws -> ChangeThresholds {
    guard let repeatability else { return ChangeThresholds() }
    guard repeatability.lowercased().hasSuffix(".csv") else {
      do { return try ChangeThresholds(stated: repeatability) } catch {
        throw failure("--repeatability: \(error)", .usage)
      }
    }
    let bytes: [UInt8]
    do { bytes = try readFile(repeatability) } catch { throw failure(error.description, .noInput) }
    do { return try ChangeThresholds(perturbation: bytes) } catch {
      throw failure("\(repeatability): \(error)", .badData)
    }
  }

  private func tell(_ pairs: [Comparison], _ plan: FollowUpPlan) {
    for pair in pairs where !pair.succeeded || !running.quiet {
      for line in pair.summary {
        if pair.succeeded { Console.print(line) } else { Console.note("failed: " + line) }
      }
    }
    guard !running.quiet else { return }
    if !plan.alone.isEmpty {
      let shown = plan.alone.prefix(5).joined(separator: ", ")
      let more = plan.alone.count > 5 ? " and \(plan.alone.count - 5) more" : ""
      Console.note("without a partner (no patient, or the only film of the limb): \(shown)\(more)")
    }
    let refused = pairs.count { !$0.succeeded }
    Console.note(
      "\(pairs.count) pair\(pairs.count == 1 ? "" : "s"), \(pairs.count - refused) compared"
        + (refused > 0 ? ", \(refused) not" : ""))
    if let out = running.out { Console.note("results: \(FollowUpComparison.changes(in: out))") }
  }
}
