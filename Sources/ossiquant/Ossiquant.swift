import ArgumentParser
import CAllocation
import Mineralisation
import RasterKernels
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

      --version --verbose also tells which of the processor's instructions are used; the results do not depend on them.
      """,
    version: Software.version,
    subcommands: [
      MeasureCommand.self, MergeCommand.self, CompareCommand.self, AgreeCommand.self, EvaluateCommand.self,
      WorkerCommand.self, RequestsCommand.self, PhantomCommand.self, SchemaCommand.self,
      DoctorCommand.self,
    ])

  static func main() async {
    callocation_keep()
    Console.fillClosedStreams()
    if CommandLine.arguments.count == 3, Set(CommandLine.arguments.dropFirst()) == ["--version", "--verbose"] {
      Console.print(Software.version)
      let available = Instructions.available.map(\.rawValue).joined(separator: ", ")
      Console.print("instructions: \(Instructions.best.rawValue) (this machine has \(available))")
      let kernels = KernelInstructions.available.map(\.rawValue).joined(separator: ", ")
      return Console.print("grey values: \(KernelInstructions.best.rawValue) (this machine has \(kernels))")
    }
    await main(nil)
    // Whoever failed has ended with its own status by now.
    if Console.hasLostOutput {
      exit(withError: failure("standard output: cannot be written: free some space", .cannotWrite))
    }
  }
}
