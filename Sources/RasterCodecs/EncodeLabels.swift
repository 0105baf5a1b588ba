public import Raster

/// The bits of a label in a PNG.
public enum LabelDepth: Sendable, Equatable {
  /// Labels up to 255.
  case eight
  /// Labels up to 65,535.
  case sixteen

  /// The highest label.
  public var highest: Int { self == .eight ? 255 : 65_535 }
}

/// Writes labels as a grey PNG; the same labels give the same bytes.
///
/// From run to run, without a plane: each row is stored as its difference from the one above (filter Up; filter None where it
/// is empty), which is nothing but zeros along the inside and the outside of every object. Repetitions of one value are the
/// only matches, so that a film of many megapixels costs what its outlines do.
///
/// Labels above ``LabelDepth/highest`` are written as that.
///
/// - Precondition: the map has pixels.
public func encodePNG(_ labels: LabelMap, depth: LabelDepth) -> [UInt8] {
  precondition(labels.width > 0 && labels.height > 0, "A PNG has at least one pixel")
  precondition(labels.width <= Int32.max && labels.height <= Int32.max, "A PNG larger than the format")
  var rows = LabelRows(labels, depth: depth)
  rows.write()
  var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  var head = bigEndian(UInt32(labels.width)) + bigEndian(UInt32(labels.height))
  head += [depth == .eight ? 8 : 16, 0, 0, 0, 0]
  appendChunk("IHDR", head, to: &file)
  appendChunk("IDAT", rows.stream.finished(), to: &file)
  appendChunk("IEND", [], to: &file)
  return file
}

private func appendChunk(_ name: String, _ content: [UInt8], to file: inout [UInt8]) {
  file += bigEndian(UInt32(content.count))
  let start = file.count
  file += Array(name.utf8) + content
  file += bigEndian(checksum(of: file[start...]))
}

private func bigEndian(_ number: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
}

/// The CRC-32 of a chunk.
private func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
  var table: [UInt32] = []
  for index in 0..<256 {
    var sum = UInt32(index)
    for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    table.append(sum)
  }
  var sum: UInt32 = 0xFFFF_FFFF
  for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 255)] ^ sum >> 8 }
  return ~sum
}

/// Turns the rows of a label map into filtered bytes.
private struct LabelRows {
  let labels: LabelMap
  let depth: LabelDepth
  var stream = RunDeflate()

  init(_ labels: LabelMap, depth: LabelDepth) {
    self.labels = labels
    self.depth = depth
  }

  mutating func write() {
    for y in 0..<labels.height {
      let own = labels.runIndices(ofRow: y)
      if own.isEmpty {
        stream.append(0, count: 1 + labels.width * (depth == .eight ? 1 : 2))
      } else {
        stream.append(2, count: 1)
        writeDifference(own, y == 0 ? 0..<0 : labels.runIndices(ofRow: y - 1))
      }
    }
  }

  /// Writes a row less the one above, stretch by stretch of equal labels in both.
  private mutating func writeDifference(_ own: Range<Int>, _ above: Range<Int>) {
    var here = Cursor(own)
    var there = Cursor(above)
    var x = 0
    while x < labels.width {
      let (value, end) = here.stretch(from: x, in: labels)
      let (before, otherEnd) = there.stretch(from: x, in: labels)
      let next = min(end, otherEnd)
      writeStretch(min(value, depth.highest), min(before, depth.highest), count: next - x)
      x = next
    }
  }

  private mutating func writeStretch(_ value: Int, _ before: Int, count: Int) {
    let low = UInt8(truncatingIfNeeded: value &- before)
    guard depth == .sixteen else { return stream.append(low, count: count) }
    let high = UInt8(truncatingIfNeeded: (value >> 8) &- (before >> 8))
    if high == low { stream.append(low, count: 2 * count) } else { stream.append((high, low), count: count) }
  }

  /// A place among the runs of a row.
  private struct Cursor {
    var next: Int
    let last: Int

    init(_ runs: Range<Int>) {
      next = runs.lowerBound
      last = runs.upperBound
    }

    /// The label at column `x`, and up to which column it goes; to be asked for ascending columns.
    mutating func stretch(from x: Int, in labels: LabelMap) -> (label: Int, end: Int) {
      while next < last, labels.runs[next].end <= x { next += 1 }
      guard next < last else { return (0, labels.width) }
      let run = labels.runs[next]
      return run.start <= x ? (run.label, run.end) : (0, run.start)
    }
  }
}
