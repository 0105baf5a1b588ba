import Foundation
import Raster
import RasterCodecs
import ReportingTestSupport

/// Where `name` lies in the project; `nil` where it is not beside the tests.
func inRepository(_ name: String) -> String? {
  var folder = URL(fileURLWithPath: #filePath)
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let path = folder.appendingPathComponent(name).path
    if FileManager.default.fileExists(atPath: path) { return path }
  }
  return nil
}

/// A folder with small images, for tests of the built program.
struct Films {
  let folder: TemporaryFolder

  /// `count` images `film-0.png` onwards in `films`.
  init(_ count: Int) throws {
    folder = try TemporaryFolder()
    for i in 0..<count {
      let samples = (0..<480).map { UInt8(40 + ($0 * (i + 3)) % 170) }
      try folder.write(encodePNG8(Plane<UInt8>(width: 24, height: 20, samples: samples)), to: "films/film-\(i).png")
    }
  }

  /// The folder of the images.
  var path: String { folder.path("films") }

  /// What `measure` is called with to write into `out`; overlays cost most of the time, so that few tests have them.
  func arguments(_ out: String, _ more: String..., overlays: Bool = false) -> [String] {
    ["measure", path, "--spacing", "0.2", "--out", folder.path(out)] + (overlays ? [] : ["--no-overlays"]) + more
  }

  /// The files below `name` but run.json.
  func results(_ name: String) -> [String: [UInt8]] { folder.files(below: name).filter { $0.key != "run.json" } }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.path(name)) }
}
