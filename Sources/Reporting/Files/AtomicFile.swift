import Glibc

/// A file that appears under its name whole or not at all.
///
/// Bytes go to a temporary name in the same folder; ``commit()`` brings them to the disk and renames. A file that is
/// never committed leaves nothing under the final name.
public struct AtomicFile: ~Copyable {
  private let path: String
  private let temporary: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  /// Starts the file that will be at `path`.
  public init(_ path: String) throws(OutputError) {
    self.path = path
    let folder = folderPart(path).map { $0 == "/" ? "/" : $0 + "/" } ?? ""
    temporary = folder + "." + lastComponent(path) + ".part"
    descriptor = Self.create(temporary)
    if descriptor < 0, errno == EEXIST {
      // Whatever a killed run or somebody else left under the name is let go, never written into: it may be a link.
      removeFile(temporary)
      descriptor = Self.create(temporary)
    }
    guard descriptor >= 0 else { throw OutputError(path: path, step: .create) }
  }

  private static func create(_ path: String) -> Int32 {
    unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      removeFile(temporary)
    }
  }

  /// Adds bytes at the end.
  public mutating func append(_ bytes: some Sequence<UInt8>) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 18 { try flush() }
  }

  /// Adds a text's UTF-8 bytes at the end.
  public mutating func append(_ text: String) throws(OutputError) { try append(text.utf8) }

  /// Brings everything to the disk and gives the file its name.
  public consuming func commit() throws(OutputError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw OutputError(path: path, step: .write) }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, unsafe rename(temporary, path) == 0 else {
      let error = OutputError(path: path, step: .write)
      removeFile(temporary)
      throw error
    }
  }

  private mutating func flush() throws(OutputError) {
    var start = 0
    while start < buffer.count {
      let count = unsafe buffer.withUnsafeBytes { bytes in
        unsafe write(descriptor, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw OutputError(path: path, step: .write) }
      start += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Writes `bytes` to `path`: whole or not at all.
public func writeFile(_ bytes: some Sequence<UInt8>, to path: String) throws(OutputError) {
  var file = try AtomicFile(path)
  try file.append(bytes)
  try file.commit()
}
