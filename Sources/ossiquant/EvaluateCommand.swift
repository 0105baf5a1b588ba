import ArgumentParser
import Cohort
import Reporting
import Statistics

/// Tells how accurate results are against known truth.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Tell how accurate results are against masks and values known to be true.",
    discussion: """
      TRUTH holds NAME.truth.json, NAME.lesions.png and, where bone is known, NAME.bones.png; `ossiquant phantom` writes
      such a folder. Masks alone do too: NAME.lesions.png, a value or a component per lesion. RESULTS is what `ossiquant measure --out` wrote. An image without a result counts as nothing found
      and is dropped from no mean. Intervals hold with 95 % confidence; images are drawn anew for them, with a seed.
      """)

  @Argument(help: "Folder of images with known truth.")
  var truth: String

  @Argument(help: "Folder of results.")
  var results: String

  @Flag(help: "The masks were given to the program: evaluate measurements and grades alone.")
  var given = false

  @Option(help: "Millimetres per pixel, where truth is masks alone and the results do not say.")
  var spacing: Double?

  @Option(help: "How often images are drawn anew for the intervals.")
  var bootstrap = 2_000

  @Option(help: "Where the random numbers start.")
  var seed: UInt64 = 1

  @Option(help: "Folder to write evaluation.csv, evaluation_images.csv, evaluation_lesions.csv, evaluation.json into.")
  var out: String?

  @Flag(help: "Replace an earlier evaluation in the folder.")
  var force = false

  @Flag(help: "Print nothing but failures.")
  var quiet = false

  func validate() throws {
    if let spacing, !(spacing > 0 && spacing.isFinite) {
      throw ValidationError("--spacing is \(spacing), expected millimetres above 0.")
    }
    guard (1...1_000_000).contains(bootstrap) else {
      throw ValidationError("--bootstrap is \(bootstrap), expected 1 to 1000000.")
    }
  }

  func run() throws {
    if let out { try refuseReplacing(Evaluation.fileNames, in: out, force: force) }
    let evaluation: Evaluation
    do throws(EvaluationError) {
      evaluation = try Evaluation(
        truth: truth, results: results, masksGiven: given, spacing: spacing,
        bootstrap: Bootstrap(replicates: bootstrap, seed: seed))
    } catch {
      throw failure(error.description, error.isMissingInput ? .noInput : .badData)
    }
    if !quiet { for line in evaluation.summary { Console.print(line) } }
    guard let out else { return }
    do { try evaluation.write(to: out) } catch { throw failure(error) }
    if !quiet { Console.note("results: \(out)/evaluation.csv") }
  }
}
