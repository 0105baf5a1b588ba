import FilmOfPhantoms
import Glibc
import Mineralisation
import Raster
import RasterCodecs

/// One film from bytes to masks in one thread, for counting instructions.
///
/// `Stages film FILE.png` writes the film; `Stages measure FILE.png` decodes, analyses and encodes it. The program itself
/// measures its images on threads of Swift's runtime, which valgrind 3.19 does not survive.
@main
enum Stages {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { exit(64) }
    switch arguments[1] {
    case "film": try write(encodePNG16(FilmOfPhantoms.samples(), effort: .small), to: arguments[2])
    case "measure": try measure(bytes(of: arguments[2]))
    default: exit(64)
    }
  }

  private static func measure(_ bytes: [UInt8]) throws {
    let image = try decodeImage(bytes)
    let spacing = PixelSpacing(x: FilmOfPhantoms.spacing, y: FilmOfPhantoms.spacing, source: .user)
    let radiograph = Radiograph(samples: image.samples, bitDepth: image.bitDepth, spacing: spacing)
    let analysis = try analyse(AnalysisInput(radiograph: radiograph))
    let masks = [
      encodePNG(analysis.lesions.labels, depth: .sixteen), encodePNG(analysis.bones.labels, depth: .eight),
    ]
    print(analysis.bones.bones.count, "bones,", analysis.measurements.count, "lesions,", masks.map(\.count), "bytes")
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { exit(66) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else { exit(73) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else { exit(74) }
  }
}
