import Foundation
import Reporting
import Testing

/// What a run of the built program cost.
struct ToolCost {
  var status: Int32
  /// What it wrote to standard output and to standard error.
  var text: String
  /// The most memory that it held, in bytes.
  var peakBytes: Int
  /// The processor time that it took, in seconds.
  var seconds: Double
}

extension Tool {
  /// By how much more than the promised time and memory a run may take: 1, or what the sanitizers' own bookkeeping asks
  /// for (`Scripts/sanitize` says that it runs them).
  static let allowance = ProcessInfo.processInfo.environment["OSSIQUANT_SANITIZED"] == nil ? 1 : 16

  /// Runs it with `arguments` by way of the program `cost`; `input` becomes its standard input.
  ///
  /// - Precondition: `scratch` is a file that may be written, and so is `scratch` with `.cost` behind it.
  func cost(_ arguments: [String], input: String = "/dev/null", scratch: String) throws -> ToolCost {
    let report = scratch + ".cost"
    let process = Process()
    process.executableURL = program.deletingLastPathComponent().appendingPathComponent("cost")
    process.arguments = [report, program.path] + arguments
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
    try Data().write(to: URL(fileURLWithPath: scratch))
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch))
    // Both write behind what the other wrote: they share one place in the file.
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "cost ended with \(process.terminationStatus)")
    let numbers = String(decoding: try readFile(report), as: UTF8.self).split(whereSeparator: \.isWhitespace)
    let status = try #require(Int32(numbers[0]))
    // A status of 128 and more stands for the signal that ended it.
    return ToolCost(
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F),
      text: String(decoding: try readFile(scratch), as: UTF8.self),
      peakBytes: try #require(Int(numbers[1])) * 1024, seconds: try #require(Double(numbers[2])))
  }
}
