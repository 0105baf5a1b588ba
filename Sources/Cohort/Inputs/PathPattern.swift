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
    guard let first = path.firstIndex(where: { "*?[".contains($0) }) else { return nil }
    var trimmed = path[...]
    while trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
    pattern = String(trimmed)
    switch path[..<first].lastIndex(of: "/") {
    case nil: root = "."
    case path.startIndex: root = "/"
    case let slash?: root = String(path[..<slash])
    }
  }

  /// What fits, relative to ``root``.
  var matches: [String] {
    let prefix = root == "." && !pattern.hasPrefix("./") ? "" : root == "/" ? "/" : root + "/"
    return pathsMatching(pattern).map { String($0.dropFirst(prefix.count)) }
  }
}
