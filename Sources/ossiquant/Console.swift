import ArgumentParser
import Glibc
import Reporting
import Synchronization

/// Where messages go: results to standard output, everything else to standard error.
enum Console {
  /// Whether somebody watches standard error.
  static let isWatched = isatty(STDERR_FILENO) == 1

  /// Whether something for standard output could not be written.
  static var hasLostOutput: Bool { lostOutput.load(ordering: .relaxed) }

  private static let lostOutput = Atomic<Bool>(false)

  /// Puts /dev/null where the caller closed a standard stream: the next file that is opened would take its number, and
  /// messages would end up in it.
  static func fillClosedStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", O_RDWR)
    }
  }

  static func print(_ line: String) { write(terminalSafe(line) + "\n", to: STDOUT_FILENO) }

  static func note(_ line: String) { write(terminalSafe(line) + "\n", to: STDERR_FILENO) }

  /// Replaces the last line of a terminal.
  static func progress(_ line: String) { write("\r\u{1B}[K" + terminalSafe(line), to: STDERR_FILENO) }

  static func clearProgress() { write("\r\u{1B}[K", to: STDERR_FILENO) }

  /// Writes all of `text`; false where it cannot be.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if descriptor == STDOUT_FILENO { lostOutput.store(true, ordering: .relaxed) }
        return false
      }
      start += count
    }
    return true
  }
}

/// The exit statuses (sysexits.h).
extension ExitCode {
  static let someFailed = ExitCode(1)
  static let usage = ExitCode(64)
  static let badData = ExitCode(65)
  static let noInput = ExitCode(66)
  static let software = ExitCode(70)
  static let cannotCreate = ExitCode(73)
  static let cannotWrite = ExitCode(74)
}

/// Prints `message` and ends with `status`.
func failure(_ message: String, _ status: ExitCode) -> ExitCode {
  Console.note("ossiquant: " + message)
  return status
}

/// Prints why something cannot be written and ends with its status.
func failure(_ error: OutputError) -> ExitCode {
  failure(error.description, error.step == .create || error.step == .inUse ? .cannotCreate : .cannotWrite)
}
