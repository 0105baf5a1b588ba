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

/// Whether `path` is a link that leads nowhere or in a circle.
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
  if let above = folderPart(path), above != "/" { try makeFolder(above) }
  if unsafe mkdir(path, 0o777) != 0, errno != EEXIST { throw OutputError(path: path, step: .create) }
  guard FileFacts(at: path)?.kind == .folder else {
    let reason = isDanglingLink(path) ? "a link of this name leads nowhere" : "a file of this name is there"
    throw OutputError(path: path, step: .create, reason: reason)
  }
}

/// Removes a file; one that is not there is no error.
public func removeFile(_ path: String) { unsafe _ = unlink(path) }

/// A name in a folder.
public struct FolderEntry: Sendable, Equatable {
  /// The name; what is no UTF-8 in it is shown as U+FFFD, and nothing is found under it.
  public let name: String
  /// Whether ``name`` is the name to the byte.
  public let isExact: Bool
  /// Whether a name that is not exact leads to a folder; false for all others, of which nobody asked.
  public let isInexactFolder: Bool
}

/// What is in a folder, sorted by the names' UTF-8 bytes; `nil` where it cannot be read.
public func entriesInFolder(_ path: String) -> [FolderEntry]? {
  guard let folder = unsafe opendir(path) else { return nil }
  defer { unsafe closedir(folder) }
  var entries: [FolderEntry] = []
  while let entry = unsafe readdir(folder) {
    let found = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      let bytes = unsafe UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self)
      if let name = unsafe String(validatingCString: bytes) {
        return FolderEntry(name: name, isExact: true, isInexactFolder: false)
      }
      var info = stat()
      let isKnown = unsafe fstatat(dirfd(folder), bytes, &info, 0) == 0
      return unsafe FolderEntry(
        name: String(cString: bytes), isExact: false, isInexactFolder: isKnown && info.st_mode & S_IFMT == S_IFDIR)
    }
    if found.name != ".", found.name != ".." { entries.append(found) }
  }
  return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
}

/// The names in a folder, sorted by their UTF-8 bytes; `nil` where it cannot be read.
public func namesInFolder(_ path: String) -> [String]? { entriesInFolder(path)?.map(\.name) }
