import Glibc

/// A stream's lines, one in memory at a time.
public final class LineReader {
  private let descriptor: Int32
  private let owns: Bool
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private let longest: Int
  /// Whether the line that ``next()`` gave was longer than allowed, and is empty for it.
  public private(set) var wasTooLong = false

  /// The lines that `descriptor` gives, of at most `longest` bytes.
  public init(descriptor: Int32, longest: Int = .max) {
    self.descriptor = descriptor
    self.longest = longest
    owns = false
  }

  /// The lines of the file at `path`; `nil` where it cannot be opened.
  public init?(path: String) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    longest = .max
    owns = true
    guard descriptor >= 0 else { return nil }
  }

  deinit {
    if owns, descriptor >= 0 { close(descriptor) }
  }

  /// The next line without its newline, or `nil` at the end.
  ///
  /// What stands after the last newline is a line, unless it is empty.
  public func next() -> [UInt8]? {
    wasTooLong = false
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { position = end + 1 }
        return wasTooLong ? [] : Array(buffer[position..<end])
      }
      if isAtEnd {
        defer { position = buffer.count }
        return position < buffer.count || wasTooLong ? wasTooLong ? [] : Array(buffer[position...]) : nil
      }
      if buffer.count - position > longest {
        wasTooLong = true
        position = buffer.count
      }
      searched = buffer.count - position
      refill()
    }
  }

  /// Drops what was handed out and reads more.
  private func refill() {
    buffer.removeFirst(position)
    position = 0
    let size = 1 << 16
    var count = 0
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: size) { bytes, filled in
      repeat { count = unsafe read(descriptor, bytes.baseAddress, size) } while count < 0 && errno == EINTR
      filled = max(0, count)
    }
    if count <= 0 { isAtEnd = true }
    buffer += chunk
  }
}
