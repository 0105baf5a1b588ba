import ArgumentParser
import Cohort
import Reporting

/// Tells how far readers agree.
struct AgreeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agree", abstract: "Tell how far readers agree: files, or columns of one file, matched by id.",
    discussion: """
      Two or more CSV files are two or more readers: columns of the same name are compared. Of one file, columns are
      the readers. Columns of numbers with decimals, of more than ten whole numbers or with a unit in their name
      (_mm, _fraction) are measurements, others are grades; --grades and --measurements override that. An empty cell,
      NA, N/A, NaN, null and, in Brooker's classes, I+ are missing readings: they are listed, never guessed.
      """)

  @Argument(help: "CSV files of readings, a row per case.")
  var files: [String]

  @Option(help: "Columns that together tell a case, such as id or id,lesion_id.")
  var id = "id"

  @Option(help: "Columns to compare, A,B; of one file these are the readers. May be given again for another set.")
  var columns: [String] = []

  @Option(help: "Columns to take for grades.")
  var grades: [String] = []

  @Option(help: "Columns to take for measurements.")
  var measurements: [String] = []

  @Option(help: "Grades in their order: low,normal,high for all columns of grades, or COLUMN=low,normal,high for one.")
  var categories: [String] = []

  @Option(help: "Texts that count as a missing reading, such as -,unclear.")
  var missing: [String] = []

  @Option(help: "OLD=NEW renames a column, so that files share it.")
  var rename: [String] = []

  @Option(help: "Folder to write agreement.csv, confusion.csv, missing.csv, agreement.json and agreement.html into.")
  var out: String?

  @Flag(help: "Replace an earlier agreement in the folder.")
  var force = false

  @Flag(help: "Print nothing but failures.")
  var quiet = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("No input: give two files of readings, or one with --columns A,B.") }
    if list([id]).isEmpty { throw ValidationError("--id is empty, expected the name of a column.") }
    for text in rename where !text.dropFirst().dropLast().contains("=") {
      throw ValidationError("--rename \(text): expected OLD=NEW.")
    }
  }

  func run() throws {
    if let out { try refuseReplacing(Agreement.fileNames, in: out, force: force) }
    let tables = try files.map { try readTable($0) }
    let agreement: Agreement
    do throws(AgreementError) {
      agreement = try Agreement(tables, readers: readers, options: options)
    } catch {
      throw failure(error.description, error.isUsage ? .usage : .badData)
    }
    if !quiet { for line in agreement.summary { Console.print(line) } }
    guard let out else { return }
    do { try agreement.write(to: out, files: files) } catch { throw failure(error) }
    if !quiet { Console.note("results: \(out)/agreement.html") }
  }

  private var options: AgreementOptions {
    var options = AgreementOptions()
    options.idColumns = list([id])
    options.columns = columns.map { list([$0]) }
    options.grades = Set(list(grades))
    options.measurements = Set(list(measurements))
    options.missing = Set(list(missing))
    for text in categories {
      let cut = text.firstIndex(of: "=")
      let name = cut.map { trimmingSpaces(String(text[..<$0])) } ?? ""
      options.categories[name] = list([cut.map { String(text[text.index(after: $0)...]) } ?? text])
    }
    for text in rename {
      guard let cut = text.firstIndex(of: "=") else { continue }
      options.renamed[trimmingSpaces(String(text[..<cut]))] = trimmingSpaces(String(text[text.index(after: cut)...]))
    }
    return options
  }

  /// The files' names without folder and extension; the whole paths where two would be the same.
  private var readers: [String] {
    let names = files.map { path in
      let file = pathComponents(path).last ?? path
      return file.lowercased().hasSuffix(".csv") ? String(file.dropLast(4)) : file
    }
    return Set(names).count == names.count ? names : files
  }

  private func list(_ texts: [String]) -> [String] {
    texts.flatMap { $0.split(separator: ",") }.map { trimmingSpaces(String($0)) }.filter { !$0.isEmpty }
  }
}

/// The table in the file at `path`.
func readTable(_ path: String) throws -> DataTable {
  let bytes: [UInt8]
  do { bytes = try readFile(path) } catch { throw failure(error.description, .noInput) }
  do { return try DataTable(parsing: bytes, name: path) } catch { throw failure(error.description, .badData) }
}

/// Ends the program where one of `names` is in `folder` already and nobody said `--force`.
func refuseReplacing(_ names: [String], in folder: String, force: Bool) throws {
  guard !force, let name = names.first(where: { FileFacts(at: folder + "/" + $0) != nil }) else { return }
  throw failure(
    "\(folder)/\(name): is there already: replace it with --force, or give another folder with --out", .cannotCreate)
}
