import ArgumentParser
import Cohort
import Glibc
import Reporting

/// Joins shards into the results of one run.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the folders of all shards into the results of one run.",
    discussion: """
      Each folder holds what `ossiquant measure --shard I/N --out FOLDER` wrote. The tables, records, masks, overlays and
      the page are those of one run over all images, to the byte; run.json holds the shards' own. Shards of other settings,
      another version or another list of images are refused, as are missing, unfinished and repeated ones.
      """)

  @Argument(help: "The shards' folders, in any order.")
  var folders: [String]

  @Option(help: "Folder to write the joined results into.")
  var out: String

  @Flag(help: "Replace the results in the folder.")
  var force = false

  @Flag(help: "Print nothing but failures.")
  var quiet = false

  func run() throws {
    let runFile = RunFile(arguments: CommandLine.arguments)
    let output = OutputLayout(folder: out)
    let target = canonicalPath(output.folder)
    if let own = folders.first(where: { target != nil && canonicalPath($0) == target }) {
      throw failure("\(own): is a shard and the folder to write into: give another folder with --out", .usage)
    }
    if output.holdsResults, !force {
      throw failure(
        "\(output.folder): holds results already: replace them with --force, or give another folder with --out",
        .cannotCreate)
    }
    let summary: Merge.Summary
    do {
      summary = try Merge(folders, output: output).run(runFile)
    } catch let error as MergeError {
      throw failure(error.description, error.isAboutInput ? .noInput : .badData)
    } catch let error as OutputError {
      throw failure(error)
    }
    guard !quiet else { return }
    Console.note(
      "\(summary.shards) shard\(summary.shards == 1 ? "" : "s"), \(summary.images) images, "
        + "\(summary.images - summary.failed) measured" + (summary.failed > 0 ? ", \(summary.failed) failed" : ""))
    Console.note("results: \(output.report)")
  }
}

extension MergeError {
  /// Whether a folder is none of a shard at all.
  fileprivate var isAboutInput: Bool {
    if case .notAShard = self { return true }
    return false
  }
}
