import Foundation
import Glibc
import Reporting
import ReportingTestSupport
import Testing

/// What happens to a batch whose program, disk or files go away.
@Suite struct InterruptionTests {
  private let tool: Tool
  private let films: Films

  init() throws {
    tool = try Tool()
    films = try Films(12)
  }

  @Test(arguments: [[SIGINT, 130], [SIGTERM, 143]])
  func aSignalEndsCleanlyWithWhatIsFinished(_ signalAndStatus: [Int32]) throws {
    let (signal, status) = (signalAndStatus[0], signalAndStatus[1])
    let running = try tool.start(films.arguments("out", "--jobs", "1"))
    #expect(running.line()?.hasPrefix("film-0: ") == true)
    running.signal(signal)
    let end = try running.end()
    #expect(end.status == status, "\(end.errors)")
    #expect(end.errors.contains("of 12 images: continue with the same command and --resume"))
    let rows = films.folder.text("out/images.csv").split(separator: "\n").count - 1
    #expect((1..<12).contains(rows))
    #expect(try JSONValue(parsing: films.folder.text("out/run.json"))["complete"] == .flag(false))
    let resumed = try tool.run(films.arguments("out", "--resume"))
    #expect(resumed.status == 0 && resumed.errors.contains("\(rows) taken over"), "\(resumed.errors)")
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("out") == films.results("whole"))
  }

  @Test func killedAndResumedGivesTheSameBytes() throws {
    let running = try tool.start(films.arguments("out", "--jobs", "2"))
    #expect(running.line() != nil)
    running.signal(SIGKILL)
    #expect(try running.end().status == 128 + SIGKILL)
    #expect(films.folder.read("out/run.json") == nil)
    #expect(try tool.run(films.arguments("out", "--resume")).status == 0)
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("out") == films.results("whole"))
  }

  @Test func aSecondRunIntoTheSameFolderIsRefused() throws {
    let running = try tool.start(films.arguments("out", "--jobs", "1"))
    #expect(running.line() != nil)
    running.signal(SIGSTOP)
    let second = try tool.run(films.arguments("out", "--resume"))
    #expect(second.status == 73)
    #expect(second.errors.contains("is in use (another run is writing there)"), "\(second.errors)")
    running.signal(SIGCONT)
    #expect(try running.end().status == 0)
  }

  @Test func aFileThatVanishesHasItsRow() throws {
    let running = try tool.start(films.arguments("out", "--jobs", "1"))
    #expect(running.line() != nil)
    running.signal(SIGSTOP)
    try films.remove("films/film-9.png")
    running.signal(SIGCONT)
    let end = try running.end()
    #expect(end.status == 1)
    #expect(end.errors.contains("12 images, 11 measured, 1 failed"), "\(end.errors)")
    #expect(end.errors.contains("failed: film-9: \(films.path)/film-9.png: no such file"), "\(end.errors)")
    let rows = films.folder.text("out/images.csv").split(separator: "\n")
    #expect(rows.count == 13 && rows[12].hasPrefix("film-9,film-9.png,error,"))
  }

  /// A limit on the size of files stands in for a full disk where nothing may be mounted.
  @Test func whatCannotBeWrittenEndsTheRunAndIsResumed() throws {
    // ThreadSanitizer's runtime maps a file that it writes where temporary files go, and would map an empty one.
    let limited = "trap '' XFSZ; ulimit -f 0; TMPDIR=/nowhere exec \"$0\" \"$@\""
    let full = try tool.runShell(limited, films.arguments("out"))
    #expect(full.status == 74)
    #expect(full.errors.contains("cannot be written (File too large)"), "\(full.errors)")
    #expect(full.errors.contains("then use --resume"))
    #expect(films.folder.files(below: "out").keys.allSatisfy { $0.hasPrefix(".work/.") })
    #expect(try tool.run(films.arguments("out", "--resume")).status == 0)
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("out") == films.results("whole"))
  }

  @Test func aFullDiskKeepsWhatIsFinished() throws {
    let disk = films.folder.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mounted = try tool.runShell("mount -t tmpfs -o size=48k tmpfs \"$1\"", [disk])
    guard mounted.status == 0 else {
      print("skipped: no small disk can be mounted here (\(mounted.errors.prefix(80)))")
      return
    }
    defer { _ = try? tool.runShell("umount \"$1\"", [disk]) }
    let full = try tool.run(films.arguments("disk/out", "--jobs", "1"))
    #expect(full.status == 74)
    #expect(full.errors.contains("cannot be written (No space left on device)"), "\(full.errors)")
    let finished = films.folder.files(below: "disk/out/.work").keys.filter { $0.hasSuffix(".json") }.count
    #expect((1..<12).contains(finished))
    #expect(try tool.runShell("mount -o remount,size=8m \"$1\"", [disk]).status == 0)
    let resumed = try tool.run(films.arguments("disk/out", "--resume"))
    #expect(resumed.status == 0 && resumed.errors.contains("\(finished) taken over"), "\(resumed.errors)")
    #expect(try tool.run(films.arguments("whole")).status == 0)
    #expect(films.results("disk/out") == films.results("whole"))
  }
}
