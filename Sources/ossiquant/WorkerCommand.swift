import ArgumentParser
import Cohort
import Dispatch
import Glibc
import Reporting

/// Answers JSON requests on standard input with records on standard output.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Answer one JSON request per line with one record per line.",
    discussion: """
      A request names an image by path ("image") or carries it ("image_base64"), with a manifest's fields; a record is
      a line of results.ndjson. Every line is answered by one line, in the order of the requests, each as soon as its turn
      has come; a line that is no request is answered with an error record. The worker ends with standard input.
      `ossiquant schema --request` prints the request's schema, docs/Worker.md explains the protocol.
      """)

  @OptionGroup(title: "Settings") var settings: SettingsOptions

  @Option(help: "Requests in work at one time; an engine that starts several workers wants 1.")
  var jobs = 1

  func validate() throws { try checkJobs(jobs) }

  func run() async throws {
    let worker = Worker(settings: try settings.settings())
    let limits = WorkerLimits(jobs: jobs)
    let turns = Turns()
    let isWritten = await withTaskGroup(of: Bool.self) { group in
      var number = 0
      var isWritten = true
      for await line in Self.lines(limits) {
        number += 1
        let place = number
        group.addTask {
          let record = worker.answer(line, number: place)
          limits.work.signal()
          let answer = await turns.finish(record.json.line, place: place)
          for _ in 0..<answer.lines { limits.waiting.signal() }
          return answer.isWritten
        }
        // Finished tasks are let go as they come, so that they do not gather.
        if number > limits.window { isWritten = await group.next() ?? true && isWritten }
        guard isWritten else { break }
      }
      for await answer in group { isWritten = isWritten && answer }
      return isWritten
    }
    guard isWritten else { throw failure("standard output: cannot be written: free some space", .cannotWrite) }
  }

  /// The lines of standard input, read on a thread of their own and no faster than they are answered.
  private static func lines(_ limits: WorkerLimits) -> AsyncStream<WorkerLine> {
    AsyncStream { stream in
      DispatchQueue(label: "requests").async {
        let reader = LineReader(descriptor: STDIN_FILENO, longest: WorkerLine.longest)
        while true {
          limits.waiting.wait()
          limits.work.wait()
          guard let bytes = reader.next() else { break }
          stream.yield(reader.wasTooLong ? .tooLong : .request(bytes))
        }
        // A semaphore must not go below what it started with when it goes away.
        limits.work.signal()
        limits.waiting.signal()
        stream.finish()
      }
    }
  }
}

/// How many requests are read ahead of their answers.
private struct WorkerLimits: Sendable {
  /// Requests whose record is not written yet.
  let window: Int
  let waiting: DispatchSemaphore
  /// Requests in work.
  let work: DispatchSemaphore

  init(jobs: Int) {
    window = 4 * jobs
    waiting = DispatchSemaphore(value: window)
    work = DispatchSemaphore(value: jobs)
  }
}

/// Writes records in the order of their requests.
private actor Turns {
  private var next = 1
  private var waiting: [Int: String] = [:]

  /// Takes a record; tells how many lines were written now, and whether that went well.
  func finish(_ line: String, place: Int) -> (lines: Int, isWritten: Bool) {
    waiting[place] = line
    let first = next
    var isWritten = true
    while let line = waiting.removeValue(forKey: next) {
      isWritten = Console.write(line + "\n", to: STDOUT_FILENO) && isWritten
      next += 1
    }
    return (next - first, isWritten)
  }
}
