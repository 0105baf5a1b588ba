import ArgumentParser
import Cohort
import Glibc
import Reporting

/// Prints what the arguments of `measure` lead to as requests to the worker.
struct RequestsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests", abstract: "Print the images of a manifest or folder as requests to `ossiquant worker`.",
    discussion: """
      One JSON line per image, in the order of the list, with absolute paths. An engine hands the lines to its workers,
      wherever they are; the records that come back are those of `ossiquant measure`. A faulty row of a manifest is a
      request too, and is answered with its fault.
      """)

  @Argument(help: "PNG or JPEG files, folders or quoted patterns of them, or one manifest ending in .csv.")
  var paths: [String]

  @Flag(help: "Let a manifest name files outside its own folder.")
  var allowOutside = false

  func run() throws {
    for task in try MeasureInputs(paths, allowsOutside: allowOutside, quiet: false).tasks {
      guard Console.write(task.request.line + "\n", to: STDOUT_FILENO) else {
        throw failure("standard output: cannot be written: free some space", .cannotWrite)
      }
    }
  }
}
