import Glibc

/// Why a file could not be read.
public enum InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is nothing at this path.
  case missing(path: String)
  /// Links on the way lead in a circle, or are too many.
  case linkCircle(path: String)
  /// The path leads to a folder, a pipe or a device.
  case notAFile(path: String)
  /// The system refuses.
  case unreadable(path: String, reason: String)
  /// The file holds more bytes than anything that is expected there.
  case tooLarge(path: String, bytes: Int, limit: Int)

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file: check the path and its spelling"
    case .linkCircle(let path): "\(path): \(Self.circle)"
    case .notAFile(let path): "\(path): no ordinary file, expected a PNG or JPEG: give the path of an image"
    case .unreadable(let path, let reason): "\(path): cannot be read (\(reason)): check its permissions"
    case .tooLarge(let path, let bytes, let limit):
      "\(path): \(bytes) bytes, expected at most \(limit): check that it is the file you mean"
    }
  }

  /// What is wrong with links that lead in a circle, and what to do.
  public static let circle = "symbolic links that lead in a circle: mend or remove them"

  /// Why `path` leads to nothing, as the system says.
  public init(unfound path: String) {
    errno = ENOENT
    // Whoever can be found by now was not there when it was asked for.
    self = canonicalPath(path) == nil ? Self.afterFailure(path) : .missing(path: path)
  }

  /// What the failed call before this one says of `path`.
  static func afterFailure(_ path: String) -> InputError {
    switch errno {
    case ENOENT, ENOTDIR: .missing(path: path)
    case ELOOP: .linkCircle(path: path)
    default: .unreadable(path: path, reason: systemReason())
    }
  }
}

/// The most bytes of a file that is no image: a manifest, settings, what bears an image's name and is none.
public let maximumTextBytes = 256 << 20

/// The bytes of an ordinary file.
///
/// Pipes and devices are refused before they are opened, so that nothing waits for them and nothing happens to them.
///
/// - Parameters:
///   - path: the file.
///   - limit: the most bytes to take, told from the file's first ones; memory is taken only for what it allows.
public func readFile(
  _ path: String, limit: (_ start: [UInt8]) -> Int = { _ in maximumTextBytes }
) throws(InputError) -> [UInt8] {
  guard !path.utf8.contains(0) else { throw .missing(path: String(path.map { $0 == "\0" ? "?" : $0 })) }
  guard FileFacts(at: path).map({ $0.kind == .file }) ?? true else { throw .notAFile(path: path) }
  let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else { throw .afterFailure(path) }
  defer { close(descriptor) }
  var info = stat()
  guard unsafe fstat(descriptor, &info) == 0 else { throw .unreadable(path: path, reason: systemReason()) }
  guard info.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
  let size = Int(info.st_size)
  let most = limit(try firstBytes(min(size, 4096), of: descriptor, at: path))
  guard size <= most else { throw .tooLarge(path: path, bytes: size, limit: most) }
  return try firstBytes(size, of: descriptor, at: path)
}

/// The first bytes of an open file, fewer where it has become shorter.
private func firstBytes(_ count: Int, of descriptor: Int32, at path: String) throws(InputError) -> [UInt8] {
  // An empty array's storage is one for the whole process: filling it would write to it from several threads.
  guard count > 0 else { return [] }
  var reason: String?
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
    while filled < count {
      let got = unsafe pread(descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled, filled)
      if got < 0, errno == EINTR { continue }
      if got < 0 { reason = systemReason() }
      if got <= 0 { return }
      filled += got
    }
  }
  if let reason { throw .unreadable(path: path, reason: reason) }
  return bytes
}
