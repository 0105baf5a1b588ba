internal import Raster

/// A set of pixels, 64 of a row in each word: what discs are laid over.
///
/// The lowest bit of a row's first word is its first pixel. An empty word stands on both sides of each row; bits behind a
/// row's last pixel may be set, and mean nothing.
struct BitPlane {
  private let width: Int
  private let height: Int
  /// The words of a row with the empty ones.
  private let stride: Int
  private var words: [UInt64]

  /// The pixels of `mask` in `box`.
  init(_ mask: Mask, in box: PixelBox) {
    let (width, height, stride) = (box.width, box.height, (box.width + 63) / 64 + 2)
    self.width = width
    self.height = height
    self.stride = stride
    words = [UInt64](repeating: 0, count: stride * height)
    let bytes = mask.plane.samples.span
    var all = words.mutableSpan
    for y in 0..<height {
      let start = (box.y + y) * mask.width + box.x
      var row = all._mutatingExtracting(y * stride + 1..<(y + 1) * stride - 1)
      packBits(bytes.extracting(start..<start + width), into: &row)
    }
  }

  /// Turns inside and outside round.
  mutating func complement() {
    let (width, height, stride) = (width, height, stride)
    var all = words.mutableSpan
    for y in 0..<height {
      var row = all._mutatingExtracting(y * stride + 1..<(y + 1) * stride - 1)
      for i in row.indices { row[i] = ~row[i] }
      // What lies behind the last pixel is no part of either.
      if width % 64 != 0 { row[row.count - 1] &= 1 &<< UInt64(width % 64) &- 1 }
    }
  }

  /// Dilates by a disc that reaches `halfWidths[n]` columns along the row `n` rows from its centre, less and less.
  ///
  /// From the outermost rows to the middle one: what is widened so far is widened on, and laid above and below.
  mutating func dilate(by halfWidths: [Int]) {
    var wide = self
    var wider = self
    var result = [UInt64](repeating: 0, count: words.count)
    var reach = 0
    for rows in halfWidths.indices.reversed() {
      while reach < halfWidths[rows] {
        // A step over no more than what one pixel has become leaves no gap.
        let step = min(halfWidths[rows] - reach, 2 * reach + 1, 63)
        wide.widened(by: step, into: &wider)
        swap(&wide, &wider)
        reach += step
      }
      guard rows < height else { continue }
      let shift = rows * stride
      var all = result.mutableSpan
      let source = wide.words.span
      let count = words.count - shift
      var below = all._mutatingExtracting(shift..<shift + count)
      joinBits(source.extracting(0..<count), to: &below)
      guard shift > 0 else { continue }
      var above = all._mutatingExtracting(0..<count)
      joinBits(source.extracting(shift..<shift + count), to: &above)
    }
    words = result
  }

  /// Writes the pixels to `box` of a mask.
  func write(to mask: inout Mask, in box: PixelBox) {
    precondition(box.width == width && box.height == height, "A box of another size")
    let across = mask.width
    let all = words.span
    mask.withMutableFlags { bytes in
      for y in 0..<height {
        let start = (box.y + y) * across + box.x
        var out = bytes._mutatingExtracting(start..<start + width)
        unpackBits(all.extracting(y * stride + 1..<(y + 1) * stride - 1), into: &out)
      }
    }
  }

  /// Every pixel with the pixels up to `step` columns away, where stretches of `step` pixels have no gap; 1 to 63.
  private func widened(by step: Int, into result: inout BitPlane) {
    guard !words.isEmpty else { return }
    // All rows as one line: what is set behind a row's end goes no farther than into its empty word.
    var line = result.words.mutableSpan
    var inner = line._mutatingExtracting(1..<words.count - 1)
    widenBits(words.span, by: step, into: &inner)
    for y in 0..<height {
      line[y * stride] = 0
      line[(y + 1) * stride - 1] = 0
    }
  }
}
