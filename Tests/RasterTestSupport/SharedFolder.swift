import FoundationEssentials

/// The folder of reference files that lies beside the project on some machines and is no part of it.
///
/// Tests that read it say that they skip where it is absent.
public enum SharedFolder {
  /// Why a test is skipped.
  public static let absence: String = "skipped: there is no folder shared/ beside the project"

  /// Its path; `nil` where there is none.
  public static let path: String? = {
    var folder = #filePath
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      let candidate = folder + "/shared"
      if FileManager.default.fileExists(atPath: candidate + "/DESIGN.md") { return candidate }
    }
    return nil
  }()

  /// Whether it is there.
  public static var isPresent: Bool { path != nil }

  /// The bytes of the file at `relativePath` in it; `nil` where it cannot be read.
  public static func bytes(of relativePath: String) -> [UInt8]? {
    guard let path, let data = FileManager.default.contents(atPath: path + "/" + relativePath) else { return nil }
    return [UInt8](data)
  }

  /// The paths of all files under `folder`, relative to it, in order.
  public static func files(under folder: String) -> [String] {
    guard let path, let names = try? FileManager.default.subpathsOfDirectory(atPath: path + "/" + folder) else {
      return []
    }
    return names.sorted()
  }
}
