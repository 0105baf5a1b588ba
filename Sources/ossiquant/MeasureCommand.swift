import ArgumentParser
import Cohort
import Reporting

/// Measures images and writes their results.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measure radiographs: files, folders or one manifest.csv.",
    discussion: """
      Prints a line per image. With --out it also writes images.csv, joints.csv, lesions.csv, results.ndjson,
      masks, overlays, report.html and run.json; with --radiomics also radiomics.csv. The tables are sorted by id.
      Several runs, each with --shard I/N and a folder of its own, share one batch; `ossiquant merge` joins them.
      """)

  @Argument(
    help: "PNG or JPEG files, folders or quoted patterns of them ('films/*/*.png'), or one manifest ending in .csv.")
  var paths: [String]

  @OptionGroup var running: RunOptions

  @OptionGroup(title: "Settings") var settings: SettingsOptions

  @Option(help: "Label map of the bones, for a single image.")
  var boneMask: String?

  @Option(help: "Label map of the lesions, for a single image.")
  var lesionMask: String?

  @Option(help: "Mask of the region in which lesions are looked for, for a single image.")
  var roi: String?

  @Option(help: ArgumentHelp("Measure only part I of N: the rows I, I + N, I + 2N, … of the list.", valueName: "i/n"))
  var shard: String?

  @Flag(help: "Start nothing more after the first failure.")
  var failFast = false

  @Flag(inversion: .prefixedNo, help: "Draw the outlines on the images.")
  var overlays = true

  @Option(
    help: ArgumentHelp(
      "Measure each image under N small seeded changes too: perturbation.csv tells how its values vary.", valueName: "n"
    ))
  var perturb: Int?

  func validate() throws {
    if let perturb, perturb < 2 { throw ValidationError("--perturb is \(perturb), expected at least 2.") }
    if let shard, Shard(shard) == nil {
      throw ValidationError("--shard is \(shard), expected I/N with I from 1 to N, such as 2/8.")
    }
    if shard != nil, perturb != nil {
      throw ValidationError("--shard and --perturb exclude each other, for merge joins no perturbations: choose one.")
    }
    if paths.isEmpty { throw ValidationError("No input: give image files, folders or one manifest.csv.") }
  }

  func run() async throws {
    let settings = try settings.settings()
    var inputs = try MeasureInputs(paths, allowsOutside: running.allowOutside, quiet: running.quiet)
    try inputs.setMasks(bones: boneMask, lesions: lesionMask, regionOfInterest: roi)
    let output = running.out.map(OutputLayout.init(folder:))
    if let output { try check(output, inputs) }
    var options = Batch.Options(jobs: running.workers)
    options.resumes = running.resume
    options.keepsEarlierResults = !running.force
    options.failsFast = failFast
    options.overlays = overlays
    options.shard = shard.flatMap(Shard.init)
    let batch = Batch(
      tasks: inputs.tasks, passThrough: inputs.passThrough, settings: settings, output: output, options: options)
    if running.resume, let foreign = batch.foreignShard {
      throw failure(
        "\(output?.folder ?? ""): holds the results of \(foreign == "all" ? "a run without --shard" : "shard \(foreign)"),"
          + " expected \(shard.map { "those of shard \($0)" } ?? "those of all images"): give each shard a folder of its"
          + " own", .cannotCreate)
    }
    let run = MeasureRun(batch: batch, quiet: running.quiet)
    guard let perturb else { return try await run.run() }
    try await PerturbCommandRun(run: run, count: perturb).run()
  }

  private func check(_ output: OutputLayout, _ inputs: MeasureInputs) throws {
    if output.holdsResults, !running.resume, !running.force {
      throw failure(
        "\(output.folder): holds results already: continue them with --resume, replace them with --force,"
          + " or give another folder with --out", .cannotCreate)
    }
    let stated = paths + [settings.file].compactMap(\.self)
    if let input = output.wouldReplace(stated) ?? output.wouldReplace(inputs.tasks.lazy.flatMap(\.inputs)) {
      throw failure("\(input): an input lies where results are written: give another folder with --out", .cannotCreate)
    }
  }
}
