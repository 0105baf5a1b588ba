import Foundation
import Glibc
import Reporting

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

  /// Runs it with `arguments` and asks the system what that took; `input` becomes its standard input.
  ///
  /// - Precondition: `scratch` is a file that may be written.
  func cost(_ arguments: [String], input: String = "/dev/null", scratch: String) throws -> ToolCost {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, scratch, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words = unsafe ([program.path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var child: pid_t = 0
    let started = unsafe posix_spawn(&child, program.path, &actions, nil, &words, environ)
    guard started == 0 else { throw CocoaError(.executableLoad) }
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw CocoaError(.executableLoad) }
    }
    let times = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) * 1e-6 }
    let text = String(decoding: (try? readFile(scratch)) ?? [], as: UTF8.self)
    // A status of 128 and more stands for the signal that ended it.
    return ToolCost(
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F), text: text,
      peakBytes: usage.ru_maxrss * 1024, seconds: times[0] + times[1])
  }
}
