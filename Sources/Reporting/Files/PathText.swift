// Paths are compared and cut by their bytes, as the system does. Swift takes a `/` and a mark that combines with it for
// one character, and two spellings of one character for equal: by characters a name would leave its folder.

/// The last part of `path`: what stands behind its last `/`.
public func lastComponent(_ path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(decoding: path.utf8[path.utf8.index(after: slash)...], as: UTF8.self)
}

/// What stands in front of the last `/` of `path`; `/` for what lies in the root, `nil` where there is no `/`.
public func folderPart(_ path: String) -> String? {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
  return slash == path.startIndex ? "/" : String(decoding: path.utf8[..<slash], as: UTF8.self)
}

/// The parts of `path` between its slashes; empty ones are left out.
public func pathComponents(_ path: String) -> [String] {
  path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
}

/// Whether `path` lies below `folder`; both without links, `.` and `..`, as ``canonicalPath(_:)`` gives them.
public func lies(_ path: String, below folder: String) -> Bool {
  path.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
}

/// Whether `name` is hidden: begins with a dot, whatever combines with it.
public func isHidden(_ name: String) -> Bool { name.utf8.first == UInt8(ascii: ".") }
