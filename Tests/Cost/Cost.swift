import Glibc

/// `cost REPORT PROGRAM ARGUMENT...` runs a program and writes to the file REPORT how it ended (the status of `wait`),
/// the most memory that it held (KiB) and the processor time that it took (s).
///
/// The system counts what a process held before it became the program: the tests, which hold hundreds of megabytes,
/// cannot start what they weigh themselves.
@main
enum Cost {
  static func main() {
    let words = CommandLine.arguments
    guard words.count > 2 else { exit(64) }
    var arguments = unsafe words.dropFirst(2).map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var child: pid_t = 0
    guard unsafe posix_spawn(&child, words[2], nil, nil, &arguments, environ) == 0 else { exit(71) }
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else { exit(71) }
    }
    let seconds = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) * 1e-6 }
    let report = "\(status) \(usage.ru_maxrss) \(seconds[0] + seconds[1])\n"
    let file = unsafe open(words[1], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0, unsafe write(file, report, report.utf8.count) == report.utf8.count else { exit(74) }
  }
}
