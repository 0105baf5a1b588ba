public import ArgumentParser
public import Phantom
import Reporting

/// Writes simulated radiographs with known truth.
struct PhantomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom", abstract: "Write simulated radiographs with known truth.",
    discussion: """
      Each image comes with NAME.truth.json, NAME.lesions.png and NAME.bones.png; manifest.csv and manifest-masks.csv \
      are ready for measure. The same options give the same files.
      Kinds, in order: \(PhantomOptions.kinds.joined(separator: ", ")); then again with other bodies.
      """)

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var out: String

  @Option(help: "The number that everything random is drawn from.")
  var seed: UInt64 = 1

  @Option(help: "How many phantoms.")
  var count = 6

  @Option(help: ArgumentHelp("The gap that spurs leave to the opposing bone.", valueName: "mm"))
  var gap: Double?

  @Option(help: "png8, png12 (12 bits in 16), png16 or jpeg; by default each kind has its own.")
  var format: PhantomFormat?

  @Option(help: ArgumentHelp("Millimetres per pixel; by default 0.2 to 0.25.", valueName: "mm"))
  var spacing: Double?

  func validate() throws {
    if let spacing, !(0.05...1).contains(spacing) {
      throw ValidationError("--spacing \(spacing): expected 0.05 to 1 mm per pixel")
    }
    guard count >= 1 else { throw ValidationError("--count \(count): expected 1 or more") }
    if let gap, !(gap > 0 && gap <= 40) {
      throw ValidationError("--gap \(gap): expected more than 0 and at most 40 mm")
    }
  }

  func run() throws {
    let options = PhantomOptions(seed: seed, count: count, gap: gap, format: format, spacing: spacing)
    do throws(OutputError) {
      try makeFolder(out)
      try writePhantoms(options) { (name, bytes) throws(OutputError) in
        try writeFile(bytes, to: out + "/" + name)
        if name.hasSuffix(".truth.json") { Console.print(String(name.dropLast(".truth.json".count))) }
      }
    } catch {
      throw failure(error)
    }
  }
}

extension PhantomFormat: ExpressibleByArgument {}
