internal import Raster

/// A set of pixels, 64 of a row in each word: what discs of moderate size are laid over.
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
      Self.pack(bytes.extracting(start..<start + width), into: &row)
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
      Self.join(source.extracting(0..<count), to: &all, at: shift)
      if shift > 0 { Self.join(source.extracting(shift..<shift + count), to: &all, at: 0) }
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
        Self.unpack(all.extracting(y * stride + 1..<(y + 1) * stride - 1), into: &out)
      }
    }
  }

  /// Every pixel with the pixels up to `step` columns away, where stretches of `step` pixels have no gap; 1 to 63.
  private func widened(by step: Int, into result: inout BitPlane) {
    let (near, far) = (UInt64(step), UInt64(64 - step))
    let source = words.span
    var target = result.words.mutableSpan
    for y in 0..<height {
      let row = source.extracting(y * stride..<(y + 1) * stride)
      var out = target._mutatingExtracting(y * stride + 1..<(y + 1) * stride - 1)
      precondition(row.count == out.count + 2)
      for i in out.indices {
        let (before, here, after) = unsafe (row[unchecked: i], row[unchecked: i &+ 1], row[unchecked: i &+ 2])
        unsafe out[unchecked: i] = here | here &<< near | before &>> far | here &>> near | after &<< far
      }
    }
  }

  private static func join(_ source: Span<UInt64>, to target: inout MutableSpan<UInt64>, at start: Int) {
    var out = target._mutatingExtracting(start..<start + source.count)
    for i in source.indices { unsafe out[unchecked: i] |= source[unchecked: i] }
  }

  /// Eight bytes of 0 and 1 at a time: a product brings their lowest bits together in its highest byte.
  private static func pack(_ flags: Span<UInt8>, into row: inout MutableSpan<UInt64>) {
    let bytes = unsafe flags.bytes
    var x = 0
    while x + 8 <= flags.count {
      let eight = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: x, as: UInt64.self))
      row[x / 64] |= ((eight &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(x % 64)
      x += 8
    }
    while x < flags.count {
      row[x / 64] |= UInt64(flags[x]) &<< UInt64(x % 64)
      x += 1
    }
  }

  private static func unpack(_ row: Span<UInt64>, into flags: inout MutableSpan<UInt8>) {
    let count = flags.count
    var bytes = unsafe flags.mutableBytes
    var x = 0
    while x + 8 <= count {
      // Each byte keeps its own bit; adding 127 brings any bit to the top.
      let spread = (row[x / 64] &>> UInt64(x % 64) & 255) &* 0x0101_0101_0101_0101 & 0x8040_2010_0804_0201
      let eight = (spread &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7 & 0x0101_0101_0101_0101
      unsafe bytes.storeBytes(of: eight.littleEndian, toUncheckedByteOffset: x, as: UInt64.self)
      x += 8
    }
    while x < count {
      bytes.storeBytes(
        of: UInt8(truncatingIfNeeded: row[x / 64] &>> UInt64(x % 64) & 1), toByteOffset: x, as: UInt8.self)
      x += 1
    }
  }
}
