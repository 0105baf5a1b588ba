import Glibc

/// Why a file could not be read.
public enum InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is nothing at this path.
  case missing(path: String)
  /// The path leads to a folder, a pipe or a device.
  case notAFile(path: String)
  /// The system refuses.
  case unreadable(path: String, reason: String)

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file: check the path and its spelling"
    case .notAFile(let path): "\(path): no ordinary file, expected a PNG or JPEG: give the path of an image"
    case .unreadable(let path, let reason): "\(path): cannot be read (\(reason)): check its permissions"
    }
  }
}

/// The bytes of an ordinary file.
///
/// Pipes and devices are refused before they are opened for reading, so that nothing waits for them.
public func readFile(_ path: String) throws(InputError) -> [UInt8] {
  guard !path.utf8.contains(0) else { throw .missing(path: String(path.map { $0 == "\0" ? "?" : $0 })) }
  let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw errno == ENOENT || errno == ENOTDIR
      ? .missing(path: path) : .unreadable(path: path, reason: systemReason())
  }
  defer { close(descriptor) }
  var info = stat()
  guard unsafe fstat(descriptor, &info) == 0 else { throw .unreadable(path: path, reason: systemReason()) }
  guard info.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
  var reason: String?
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(info.st_size)) { buffer, filled in
    while filled < buffer.count {
      let count = unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
      if count < 0, errno == EINTR { continue }
      if count < 0 { reason = systemReason() }
      if count <= 0 { return }
      filled += count
    }
  }
  if let reason { throw .unreadable(path: path, reason: reason) }
  return bytes
}
