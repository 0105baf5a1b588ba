import Foundation
import Reporting
public import Testing

/// Compares `text` with the file `name` in the folder `Goldens` beside the calling test.
///
/// With `RECORD_GOLDENS` in the environment the file is written anew and the test fails, so that no recording passes for
/// a check. The version stands as `VERSION` in the file: other weights alone change no golden.
public func expectGolden(
  _ versioned: String, _ name: String, besides file: String = #filePath, location: SourceLocation = #_sourceLocation
) throws {
  let text = versioned.replacing(Software.version, with: "VERSION")
  let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Goldens")
  let path = folder.appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: path)
    Issue.record("recorded \(name); run again without RECORD_GOLDENS", sourceLocation: location)
    return
  }
  let bytes = try #require(
    FileManager.default.contents(atPath: path.path), "no golden \(name): record it with RECORD_GOLDENS=1",
    sourceLocation: location)
  let golden = String(decoding: bytes, as: UTF8.self)
  guard golden != text else { return }
  let pairs = zip(golden.split(separator: "\n"), text.split(separator: "\n"))
  let first = pairs.first { $0 != $1 }.map { "was \($0.0)\nis  \($0.1)" } ?? "another number of lines"
  Issue.record("\(name) differs: \(first)", sourceLocation: location)
}
