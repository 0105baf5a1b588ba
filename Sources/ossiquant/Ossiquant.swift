import ArgumentParser

/// The command line: parses, calls, prints.
@main
struct Ossiquant: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ossiquant", abstract: "Measures soft-tissue mineralisation on exported radiographs.")
}
