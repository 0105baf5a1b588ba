import Foundation
import Glibc

/// The program while it works.
final class Running {
  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()
  private let input = Pipe()
  private var unread: [UInt8] = []

  init(_ program: URL, _ arguments: [String]) throws {
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = input
    try process.run()
  }

  /// The next line of its standard output; `nil` at its end.
  func line() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread.removeFirst(end + 1) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { return nil }
      unread += data
    }
  }

  func send(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

  func closeInput() throws { try input.fileHandleForWriting.close() }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for its end: the exit status, or 128 and the signal that ended it; and what it said.
  func end() throws -> (status: Int32, errors: String) {
    try? input.fileHandleForWriting.close()
    while line() != nil {}
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let signalled = process.terminationReason == .uncaughtSignal
    return (process.terminationStatus + (signalled ? 128 : 0), String(decoding: said, as: UTF8.self))
  }
}
