import ArgumentParser
import Cohort
import Glibc
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

  @Option(help: "Folder to write results into.")
  var out: String?

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

  @Option(help: "Images in work at one time (default: the processor's cores).")
  var jobs: Int?

  @Flag(help: "Take over images that an earlier run into the same folder measured.")
  var resume = false

  @Flag(help: "Replace the results in the folder.")
  var force = false

  @Flag(help: "Let a manifest name files outside its own folder.")
  var allowOutside = false

  @Flag(help: "Print nothing but failures.")
  var quiet = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs), expected at least 1.") }
    if paths.isEmpty || paths.count > 2 {
      throw ValidationError(
        "\(paths.count) inputs: give a baseline and a follow-up, or one manifest or results folder.")
    }
    if resume, out == nil { throw ValidationError("--resume needs the folder of the earlier run: give it with --out.") }
    if resume, force { throw ValidationError("--resume and --force exclude each other: choose one.") }
  }

  func run() async throws {
    let thresholds = try readThresholds()
    let inputs = try CompareInputs(self)
    if let out, FileFacts(at: FollowUpComparison.changes(in: out)) != nil, !force, !resume {
      throw failure(
        "\(out): holds a comparison already: replace it with --force, or give another folder with --out", .cannotCreate)
    }
    let plan = try await inputs.plan(settings.settings(), jobs: workers)
    let comparison = FollowUpComparison(plan: plan, thresholds: thresholds, folder: out)
    let pairs: [Comparison]
    do { pairs = try await comparison.run(jobs: workers) } catch { throw failure(error) }
    tell(pairs, plan)
    let failed = pairs.count { !$0.succeeded }
    if failed > 0 { throw pairs.count == 1 ? ExitCode.badData : ExitCode.someFailed }
  }

  /// Images in work at one time.
  var workers: Int { jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

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
    for pair in pairs where !pair.succeeded || !quiet {
      for line in pair.summary {
        if pair.succeeded { Console.print(line) } else { Console.note("failed: " + line) }
      }
    }
    guard !quiet else { return }
    if !plan.alone.isEmpty {
      let shown = plan.alone.prefix(5).joined(separator: ", ")
      let more = plan.alone.count > 5 ? " and \(plan.alone.count - 5) more" : ""
      Console.note("without a partner (no patient, or the only film of the limb): \(shown)\(more)")
    }
    let refused = pairs.count { !$0.succeeded }
    Console.note(
      "\(pairs.count) pair\(pairs.count == 1 ? "" : "s"), \(pairs.count - refused) compared"
        + (refused > 0 ? ", \(refused) not" : ""))
    if let out { Console.note("results: \(FollowUpComparison.changes(in: out))") }
  }
}
