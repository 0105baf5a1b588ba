import ArgumentParser
import Reporting

/// The command line: parses, calls, prints.
@main
struct Ossiquant: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ossiquant",
    abstract: "Measures soft-tissue mineralisation on exported radiographs.",
    discussion: """
      Research software, not a medical device: it measures and grades by published rules and names no diagnosis.

      Exit status: 0 all images measured, 1 at least one failed (each has its row), 64 wrong usage, 65 bad data,
      66 no input, 73 and 74 output cannot be written.
      """,
    version: Software.version,
    subcommands: [
      MeasureCommand.self, MergeCommand.self, CompareCommand.self, AgreeCommand.self, EvaluateCommand.self,
      WorkerCommand.self, RequestsCommand.self, PhantomCommand.self, SchemaCommand.self,
    ])
}
