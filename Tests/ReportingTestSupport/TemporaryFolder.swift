import Foundation
import Reporting

/// A folder of its own for one test, removed with the value.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let path: String

  /// Makes an empty folder.
  public init() throws {
    path = FileManager.default.temporaryDirectory.path + "/ossiquant-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of `name` in it.
  public func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file, with the folders above it.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = path(name)
    let parent = URL(fileURLWithPath: file).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Writes a text file.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

  /// The bytes of a file in it; `nil` where there is none.
  ///
  /// Foundation's own reading loses 4 kB for each empty file, which a search for leaks would find.
  public func read(_ name: String) -> [UInt8]? { try? readFile(path(name)) }

  /// The text of a file in it; empty where there is none.
  public func text(_ name: String) -> String { String(decoding: read(name) ?? [], as: UTF8.self) }

  /// Every file below `name`, hidden ones too, with its bytes; links are not followed.
  public func files(below name: String = "") -> [String: [UInt8]] {
    let root = name.isEmpty ? path : path(name)
    var found: [String: [UInt8]] = [:]
    for relative in FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) ?? [] {
      let attributes = try? FileManager.default.attributesOfItem(atPath: root + "/" + relative)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      found[relative] = try? readFile(root + "/" + relative)
    }
    return found
  }
}
