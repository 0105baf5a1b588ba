import ArgumentParser
import Glibc
import Reporting

/// Prints the JSON Schema of a record.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of the record, a line of results.ndjson.")

  func run() { Console.write(Record.jsonSchema.indented + "\n", to: STDOUT_FILENO) }
}
