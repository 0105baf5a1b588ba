import ArgumentParser
import Glibc
import Mineralisation
import RasterCodecs
import Reporting

/// Says what this program is made of and whether it measures as it should.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say versions, libraries and processor, and measure simulated films as a test.",
    discussion: """
      Makes simulated radiographs in memory, measures them and compares with what is known of them. Two machines whose \
      last lines agree gave the same numbers to the last digit.
      Exit status: 0 all is well, 70 a check failed.
      """)

  func run() throws {
    for (name, value) in Self.facts { Console.print(padded(name) + value) }
    let test = SelfTest()
    for check in test.checks {
      Console.print(padded(check.passed ? "ok" : "FAILED") + check.name + ": " + check.detail)
    }
    Console.print(padded("results") + "sha256 " + test.digest)
    let failed = test.checks.count { !$0.passed }
    guard failed == 0 else {
      throw failure(
        "\(failed) of \(test.checks.count) checks failed: do not use this program's numbers; install it again, and report"
          + " the lines above if that does not help", .software)
    }
  }

  private static var facts: [(name: String, value: String)] {
    let libraries = CodecLibraries.current
    let png = libraries.png == libraries.pngHeaders ? "" : ", built with \(libraries.pngHeaders)"
    return [
      ("version", "ossiquant \(Software.version), record form \(Record.schema)"),
      ("system", "\(systemName()), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores"),
      ("instructions", Instructions.best.rawValue), ("libpng", libraries.png + png),
      ("libjpeg", "built with \(libraries.jpegHeaders)"), ("zlib", "built with \(libraries.zlibHeaders)"),
      ("libdeflate", "built with \(libraries.deflateHeaders)"),
      ("weights", "sha256 \(Software.weightsDigest)"),
    ]
  }

  private func padded(_ name: String) -> String { name + String(repeating: " ", count: max(1, 14 - name.count)) }
}

/// The system's name, release and processor.
private func systemName() -> String {
  var name = utsname()
  guard unsafe uname(&name) == 0 else { return "unknown" }
  let parts = [fixedText(name.sysname), fixedText(name.release), fixedText(name.machine)]
  return parts.joined(separator: " ")
}

/// The text in a field of fixed size.
private func fixedText<Field>(_ field: Field) -> String {
  unsafe withUnsafeBytes(of: field) { bytes in unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
}
