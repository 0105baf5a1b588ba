import FoundationEssentials
import Mineralisation
import Raster
import RasterCodecs

/// Writes everything that the network proposes on a list of films, with its evidence: what the confidence is fitted to.
///
/// `candidates LIST OUT [--planes] [--views]`. Each line of LIST: path, name and millimetres per pixel (empty where unknown), with
/// tabs between them. OUT gets `NAME.candidates.png`, a 16-bit label map, and `candidates.jsonl`; with `--planes` the lesions and the
/// network's answers as 16-bit pictures too, with `--views` what is seen of each candidate as `NAME.views.u8`
/// (``CandidateView/bytes``). A development tool: no part of the product.
@main
enum Candidates {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { throw UsageError() }
    let folder = arguments[2]
    var lines: [String] = []
    let list = String(decoding: try Data(contentsOf: URL(filePath: arguments[1])), as: UTF8.self)
    for entry in list.split(separator: "\n") {
      let parts = entry.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3 else { throw UsageError() }
      let film = try Film(path: parts[0], name: parts[1], spacing: Double(parts[2]))
      lines += try film.write(
        to: folder, planes: arguments.contains("--planes"), views: arguments.contains("--views"))
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: "\(folder)/candidates.jsonl"))
  }
}

/// What was asked for in a way that the tool does not know.
struct UsageError: Error, CustomStringConvertible {
  var description: String {
    "usage: candidates LIST OUT [--planes] [--views]; a line of LIST: path, tab, name, tab, mm or nothing"
  }
}

/// A film of the list.
struct Film {
  let name: String
  let radiograph: Radiograph

  init(path: String, name: String, spacing: Double?) throws {
    self.name = name
    let decoded = try decodeImage([UInt8](try Data(contentsOf: URL(filePath: path))))
    radiograph = Radiograph(
      samples: decoded.samples, bitDepth: decoded.bitDepth, statedPolarity: nil,
      spacing: spacing.flatMap { PixelSpacing(x: $0, y: $0, source: .user) })
  }

  /// Writes the label map and gives a line for each candidate.
  func write(to folder: String, planes: Bool, views: Bool) throws -> [String] {
    let input = AnalysisInput(radiograph: radiograph)
    let (field, bones, finder, _) = lesionFinder(input, settings: AnalysisSettings())
    let found = finder.candidates(regionOfInterest: nil)
    var labels = Plane<UInt16>(width: radiograph.width, height: radiograph.height, repeating: 0)
    var lines: [String] = []
    for (index, candidate) in found.enumerated() {
      candidate.placed.write(UInt16(index + 1), into: &labels)
      let evidence = candidate.evidence.list.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ")
      lines.append(
        "{\"film\": \"\(name)\", \"id\": \(index + 1), \"confidence\": \(candidate.evidence.confidence), \(evidence)}")
    }
    try save(labels, "\(folder)/\(name).candidates.png")
    if views {
      let seen = found.compactMap { finder.view(of: $0, side: CandidateView.sideInTraining)?.bytes }
      try Data(seen.joined()).write(to: URL(filePath: "\(folder)/\(name).views.u8"))
    }
    if planes {
      let proposals = proposals(for: input)
      for name in NetworkClass.allCases {
        try save(proposals[name].sixteenBit, "\(folder)/\(self.name).\(name.rawValue).png")
      }
      try save(finder.lesions(regionOfInterest: nil).labels.plane.wide, "\(folder)/\(self.name).lesions.png")
      try save(field.regions.wide, "\(folder)/\(self.name).field.png")
      try save(bones.labels.plane.wide, "\(folder)/\(self.name).bones.png")
    }
    if found.isEmpty { lines.append("{\"film\": \"\(name)\"}") }
    return lines
  }

  private func save(_ plane: Plane<UInt16>, _ path: String) throws {
    try Data(encodePNG16(plane)).write(to: URL(filePath: path))
  }
}

extension PlacedMask {
  fileprivate func write(_ label: UInt16, into labels: inout Plane<UInt16>) {
    let width = labels.width
    let bytes = mask.plane.samples.span
    labels.withMutableSamples { samples in
      for y in 0..<box.height {
        for x in 0..<box.width where bytes[y * box.width + x] != 0 { samples[(box.y + y) * width + box.x + x] = label }
      }
    }
  }
}

extension Plane<Float> {
  /// 0 … 1 as 0 … 65535.
  fileprivate var sixteenBit: Plane<UInt16> {
    Plane<UInt16>(width: width, height: height, samples: samples.map { UInt16(min(max($0, 0), 1) * 65535 + 0.5) })
  }
}

extension Plane where Sample: FixedWidthInteger {
  fileprivate var wide: Plane<UInt16> {
    Plane<UInt16>(width: width, height: height, samples: samples.map { UInt16(clamping: $0) })
  }
}

extension CandidateView {
  /// The side of what is written: what a judge sees, turned and enlarged.
  static let sideInTraining = 144

  /// Four planes of bytes of the whole square: image, mineralisation and bone, 0 … 255 for 0 … 1, and 0 outside the image, 1 inside, 2 in the
  /// candidate.
  var bytes: [UInt8] {
    var result = [UInt8](repeating: 0, count: 4 * side * side)
    let places = Plane(
      width: shown.width, height: shown.height,
      samples: candidate.plane.samples.map { $0 == 0 ? Float(1) / 255 : 2 / 255 })
    for (index, plane) in [image, mineralisation, bone, places].enumerated() {
      for y in 0..<shown.height {
        let to = (index * side + shown.y + y) * side + shown.x
        for x in 0..<shown.width { result[to + x] = UInt8((plane[x, y] * 255).rounded()) }
      }
    }
    return result
  }
}
