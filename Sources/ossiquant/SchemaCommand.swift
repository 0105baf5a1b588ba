import ArgumentParser
import Cohort
import Glibc
import Reporting

/// Prints the JSON Schema of a record.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of the record, a line of results.ndjson.")

  @Flag(help: "Print the schema of a request to `ossiquant worker` instead.")
  var request = false

  func run() {
    let schema = request ? Worker.requestSchema : Record.jsonSchema
    Console.write(schema.indented + "\n", to: STDOUT_FILENO)
  }
}
