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
      a line of results.ndjson. Records come in the order of the requests, each as soon as its turn has come. A line
      that is no request is answered with an error record. `ossiquant schema --request` prints the request's schema.
      """)

  @OptionGroup(title: "Settings") var settings: SettingsOptions

  @Option(help: "Requests in work at one time; an engine that starts several workers wants 1.")
  var jobs = 1

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs is \(jobs), expected at least 1.") }
  }

  func run() async throws {
    let worker = Worker(settings: try settings.settings())
    let turns = Turns()
    let slots = DispatchSemaphore(value: jobs)
    await withDiscardingTaskGroup { group in
      var number = 0
      for await line in Self.lines(slots: slots) {
        number += 1
        let place = number
        group.addTask {
          let record = worker.answer(line, number: place)
          await turns.finish(record.json.line, place: place)
          slots.signal()
        }
      }
    }
  }

  /// The lines of standard input, read on a thread of their own and no faster than there are free slots.
  private static func lines(slots: DispatchSemaphore) -> AsyncStream<[UInt8]> {
    AsyncStream { stream in
      DispatchQueue(label: "requests").async {
        var reader = LineReader()
        while true {
          slots.wait()
          guard let line = reader.next() else { break }
          stream.yield(line)
        }
        // A semaphore must not go below what it started with when it goes away.
        slots.signal()
        stream.finish()
      }
    }
  }
}

/// Writes records in the order of their requests.
private actor Turns {
  private var next = 1
  private var waiting: [Int: String] = [:]

  func finish(_ line: String, place: Int) {
    waiting[place] = line
    while let line = waiting.removeValue(forKey: next) {
      Console.write(line + "\n", to: STDOUT_FILENO)
      next += 1
    }
  }
}

/// Standard input line by line, empty lines left out.
private struct LineReader {
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  mutating func next() -> [UInt8]? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(buffer[position..<end])
        position = end + 1
        searched = position
        if line.contains(where: { $0 > 0x20 }) { return line }
        continue
      }
      searched = buffer.count
      if isAtEnd {
        let line = Array(buffer[position...])
        position = buffer.count
        return line.contains { $0 > 0x20 } ? line : nil
      }
      let dropped = position
      refill()
      searched -= dropped
    }
  }

  /// Drops what was handed out and reads more.
  private mutating func refill() {
    buffer.removeFirst(position)
    position = 0
    let size = 1 << 16
    var count = 0
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: size) { bytes, filled in
      repeat { count = unsafe read(STDIN_FILENO, bytes.baseAddress, size) } while count < 0 && errno == EINTR
      filled = max(0, count)
    }
    if count <= 0 { isAtEnd = true }
    buffer += chunk
  }
}
