import Reporting

/// A path with a shell's wildcards, quoted so that the shell left it alone.
///
/// A shell's own list of fifty thousand files is longer than a command line may be.
struct PathPattern {
  /// The folder in front of the first part with a wildcard.
  let root: String
  private let pattern: String

  /// `path` as a pattern; `nil` where it holds none of `*`, `?` and `[`.
  init?(_ path: String) {
    let bytes = path.utf8
    let wildcards = Array("*?[".utf8)
    guard let first = bytes.firstIndex(where: { wildcards.contains($0) }) else { return nil }
    var trimmed = bytes[...]
    while trimmed.last == UInt8(ascii: "/") { trimmed = trimmed.dropLast() }
    pattern = String(decoding: trimmed, as: UTF8.self)
    root = folderPart(String(decoding: bytes[..<first], as: UTF8.self)) ?? "."
  }

  /// What fits, relative to ``root``.
  var matches: [String] {
    let isBare = root == "." && !pattern.utf8.starts(with: "./".utf8)
    let prefix = isBare ? "" : root == "/" ? "/" : root + "/"
    return pathsMatching(pattern).map { String(decoding: $0.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) }
  }
}
