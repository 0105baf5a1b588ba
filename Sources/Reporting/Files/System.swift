import Glibc

/// What the system says of the last failed call.
func systemReason() -> String {
  let code = errno
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}

/// A file's kind, size and identity.
public struct FileFacts: Sendable, Equatable {
  /// What a path leads to.
  public enum Kind: Sendable, Equatable {
    /// An ordinary file.
    case file
    /// A folder.
    case folder
    /// A pipe, a device, a socket.
    case special
  }

  /// What it is.
  public let kind: Kind
  /// Its bytes.
  public let size: Int
  /// The device and number that tell it from every other.
  public let identity: String

  /// The facts of what `path` leads to, links followed; `nil` where there is nothing.
  public init?(at path: String) {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else { return nil }
    switch info.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .special
    }
    size = Int(info.st_size)
    identity = "\(info.st_dev):\(info.st_ino)"
  }
}

/// The path without links, `.` and `..`; `nil` where it leads to nothing.
public func canonicalPath(_ path: String) -> String? {
  guard let resolved = unsafe realpath(path, nil) else { return nil }
  defer { unsafe free(resolved) }
  return unsafe String(cString: resolved)
}

/// Whether `path` is a link that leads nowhere.
public func isDanglingLink(_ path: String) -> Bool {
  var info = stat()
  return unsafe stat(path, &info) != 0 && lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
}

/// The paths that fit a shell's `pattern`, sorted by their UTF-8 bytes; hidden names only where the pattern has the dot.
public func pathsMatching(_ pattern: String) -> [String] {
  var found = unsafe glob_t()
  defer { unsafe globfree(&found) }
  guard unsafe glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
  var paths: [String] = []
  for i in unsafe 0..<Int(found.gl_pathc) {
    if let path = unsafe found.gl_pathv[i] { paths.append(unsafe String(cString: path)) }
  }
  return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Makes a folder and those above it; one that is there already is left as it is.
public func makeFolder(_ path: String) throws(OutputError) {
  if FileFacts(at: path)?.kind == .folder { return }
  if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
  if unsafe mkdir(path, 0o777) != 0, errno != EEXIST { throw OutputError(path: path, step: .create) }
  guard FileFacts(at: path)?.kind == .folder else {
    throw OutputError(path: path, step: .create, reason: "a file of this name is there")
  }
}

/// Removes a file; one that is not there is no error.
public func removeFile(_ path: String) { unsafe _ = unlink(path) }

/// The names in a folder, sorted by their UTF-8 bytes; `nil` where it cannot be read.
public func namesInFolder(_ path: String) -> [String]? {
  guard let folder = unsafe opendir(path) else { return nil }
  defer { unsafe closedir(folder) }
  var names: [String] = []
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
