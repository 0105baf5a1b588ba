import Foundation
import Raster
import RasterCodecs
import Reporting
import ReportingTestSupport
import Testing

/// What arrives in a folder that anybody may write into: the built program answers within its budget.
@Suite struct HostileFileTests {
  private let tool: Tool
  private let folder: TemporaryFolder

  init() throws {
    tool = try Tool()
    folder = try TemporaryFolder()
  }

  @Test func bombsEndWithinASecondAnd64Megabytes() throws {
    let plain = try folder.write(encodePNG8(Plane<UInt8>(width: 8, height: 8, repeating: 7)), to: "plain.png")
    let base = try tool.cost(["measure", plain], scratch: folder.path("log"))
    #expect(base.status == 0, "\(base.text)")
    for entry in try HostileImages.all() {
      let path = try folder.write(entry.bytes, to: entry.name)
      let cost = try tool.cost(["measure", path] + entry.options, scratch: folder.path("log"))
      #expect(cost.status == (entry.reason.isEmpty ? 0 : 65) || cost.status == 65, "\(entry.name): \(cost.text)")
      #expect(entry.reason.isEmpty || cost.text.contains(entry.reason), "\(entry.name): \(cost.text)")
      // The file itself is read whole, which counts as its own size.
      let extra = cost.peakBytes - base.peakBytes - entry.bytes.count
      #expect(extra < Tool.allowance * 64 << 20, "\(entry.name): \(extra >> 20) MiB more than a small image")
      #expect(cost.seconds - base.seconds < Double(Tool.allowance), "\(entry.name): \(cost.seconds) s")
    }
  }

  @Test func aFileThatIsLargerThanAnyImageIsNotRead() throws {
    let path = try folder.write([UInt8](repeating: 0, count: 16), to: "large.png")
    let handle = try #require(FileHandle(forUpdatingAtPath: path))
    try handle.truncate(atOffset: 1 << 36)
    let zeros = try tool.cost(["measure", path], scratch: folder.path("log"))
    #expect(zeros.status == 65 && zeros.text.contains("68719476736 bytes, expected at most"), "\(zeros.text)")
    try handle.seek(toOffset: 0)
    try handle.write(contentsOf: Data(encodePNG8(Plane<UInt8>(width: 8, height: 8, repeating: 7))))
    let image = try tool.cost(["measure", path], scratch: folder.path("log"))
    #expect(image.status == 65 && image.text.contains("bytes, expected at most"), "\(image.text)")
    #expect(image.peakBytes < Tool.allowance * 400 << 20)
  }

  @Test func whatIsNoFileIsRefusedWithItsReason() throws {
    let image = try folder.write(encodePNG8(Plane<UInt8>(width: 8, height: 8, repeating: 7)), to: "in/film.png")
    let pipe = folder.path("in/pipe.png")
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: folder.path("in/loop.png"), withDestinationPath: "loop.png")
    try FileManager.default.createSymbolicLink(atPath: folder.path("in/device.png"), withDestinationPath: "/dev/zero")
    try FileManager.default.createSymbolicLink(atPath: folder.path("in/up"), withDestinationPath: "..")
    for path in [pipe, folder.path("in/device.png"), "/dev/zero"] {
      let result = try tool.run(["measure", path])
      #expect(result.status == 66 && result.errors.contains("no ordinary file"), "\(path): \(result.errors)")
    }
    for option in ["--lesion-mask", "--bone-mask", "--roi"] {
      let result = try tool.run(["measure", image, option, pipe])
      #expect(result.status == 65 && result.errors.contains("no ordinary file"), "\(option): \(result.errors)")
    }
    let loop = try tool.run(["measure", folder.path("in/loop.png")])
    #expect(loop.status != 0 && loop.errors.contains("loop.png"), "\(loop.errors)")
    #expect(try tool.run(["measure", image, "--settings", pipe]).status == 66)
    try folder.write("image\nfilm.png\npipe.png\nloop.png\ndevice.png\n../outside.png\n", to: "in/list.csv")
    try folder.write(encodePNG8(Plane<UInt8>(width: 8, height: 8, repeating: 7)), to: "outside.png")
    let listed = try tool.run(["measure", folder.path("in/list.csv"), "--out", folder.path("out")])
    #expect(listed.status == 1)
    let rows = try CSVTable(parsing: folder.read("out/images.csv") ?? []).rows.dropFirst().map(\.fields)
    let errors = Dictionary(rows.map { ($0[0], $0[3]) }) { first, _ in first }
    #expect(errors["film"] == "")
    #expect(errors["pipe"]?.contains("no ordinary file") == true, "\(errors)")
    #expect(errors["loop"]?.contains("lead in a circle") == true, "\(errors)")
    #expect(errors["device"]?.contains("leads out of the manifest's folder") == true, "\(errors)")
    #expect(errors["outside"]?.contains("--allow-outside") == true, "\(errors)")
    let allowed = try tool.run(["measure", folder.path("in/list.csv"), "--out", folder.path("all"), "--allow-outside"])
    #expect(allowed.status == 1 && allowed.errors.contains("device: "))
  }

  /// A folder's pipes, sockets and devices have rows; nobody writes into the pipe, so that opening it would hang.
  @Test func whatIsNoFileInAFolderHasARow() throws {
    try folder.write(encodePNG8(Plane<UInt8>(width: 8, height: 8, repeating: 7)), to: "in/film.png")
    try #require(unsafe mkfifo(folder.path("in/pipe.png"), 0o600) == 0)
    try #require(makeSocket(at: folder.path("in/socket.jpg")))
    let links = [("device.png", "/dev/zero"), ("loop.png", "back.png"), ("back.png", "loop.png"), ("circle", "../in")]
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(atPath: folder.path("in/" + name), withDestinationPath: target)
    }
    let result = try tool.run(["measure", folder.path("in"), "--out", folder.path("out")])
    #expect(result.status == 1, "\(result.errors)")
    let rows = try CSVTable(parsing: folder.read("out/images.csv") ?? []).rows.dropFirst().map(\.fields)
    let errors = Dictionary(rows.map { ($0[0], $0[3]) }) { first, _ in first }
    #expect(errors.keys.sorted() == ["back", "device", "film", "loop", "pipe", "socket"])
    #expect(errors["film"] == "")
    for id in ["pipe", "socket", "device"] {
      #expect(errors[id]?.contains("no ordinary file, expected a PNG or JPEG") == true, "\(errors)")
    }
    for id in ["loop", "back"] { #expect(errors[id]?.contains("symbolic links") == true, "\(errors)") }
    let again = try tool.run(["measure", folder.path("in"), "--out", folder.path("out"), "--resume"])
    #expect(again.status == 1)
  }

  private func makeSocket(at path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let size = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < size else { return false }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    return unsafe withUnsafePointer(to: &address) { start in
      unsafe start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  @Test func inputsAreNeverOverwritten() throws {
    let film = encodePNG8(HostileImages.wave(24, 20))
    try folder.write(film, to: "data/film.png")
    // A manifest under the name of a table, an image under that of an overlay, a mask under that of a mask.
    let manifest = try folder.write("image\nfilm.png\n", to: "data/images.csv")
    let first = try tool.run(["measure", manifest, "--out", folder.path("data")])
    #expect(first.status == 73 && first.errors.contains("an input lies where results are written"), "\(first.errors)")
    #expect(folder.text("data/images.csv") == "image\nfilm.png\n")
    for name in ["overlays/film.png", "masks/film.lesions.png"] {
      let input = try folder.write(film, to: "out/" + name)
      let result = try tool.run(["measure", input, "--out", folder.path("out"), "--force"])
      #expect(result.status == 73, "\(name): \(result.errors)")
      #expect(folder.read("out/" + name) == film)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("data/overlays"), withDestinationPath: folder.path("data"))
    let linked = try tool.run(["measure", folder.path("data/film.png"), "--out", folder.path("data"), "--force"])
    #expect(linked.status == 73, "\(linked.errors)")
    #expect(folder.read("data/film.png") == film)
  }
}
