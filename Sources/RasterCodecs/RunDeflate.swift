/// A zlib stream (RFC 1950, 1951) of bytes that come as repetitions of one or two values.
///
/// One block with a code that is made for such bytes: repetitions of the full 258 bytes take two bits.
struct RunDeflate {
  private var bits = BitWriter()
  private var sum = Adler()
  private var last: UInt8?

  init() {
    bits.bytes = [0x78, 0x01]
    RunCode.writeHeader(into: &bits)
  }

  /// Adds `count` times `byte`.
  mutating func append(_ byte: UInt8, count: Int) {
    sum.add(byte, count: count)
    var left = count
    if last != byte, left > 0 {
      bits.write(RunCode.symbols[Int(byte)])
      left -= 1
    }
    repeatBytes(left, distance: 0) { _ in byte }
    if count > 0 { last = byte }
  }

  /// Adds `count` times a pair of bytes.
  mutating func append(_ pair: (UInt8, UInt8), count: Int) {
    guard count > 0 else { return }
    for _ in 0..<count {
      sum.add(pair.0, count: 1)
      sum.add(pair.1, count: 1)
    }
    bits.write(RunCode.symbols[Int(pair.0)])
    bits.write(RunCode.symbols[Int(pair.1)])
    repeatBytes(2 * count - 2, distance: 1) { $0.isMultiple(of: 2) ? pair.0 : pair.1 }
    last = pair.1
  }

  /// Writes `count` bytes that repeat those `distance + 1` before, of which `byte` tells each from its distance to the first.
  private mutating func repeatBytes(_ count: Int, distance: Int, _ byte: (Int) -> UInt8) {
    var done = 0
    while count - done >= RunCode.shortest {
      let length = min(count - done, RunCode.longest)
      bits.write(RunCode.length(length))
      bits.write(value: UInt64(distance), count: 1)
      done += length
    }
    while done < count {
      bits.write(RunCode.symbols[Int(byte(done))])
      done += 1
    }
  }

  /// The whole stream.
  consuming func finished() -> [UInt8] {
    bits.write(RunCode.symbols[RunCode.end])
    bits.flush()
    return bits.bytes + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum.value >> UInt32($0)) }
  }
}

/// The checksum of RFC 1950, for repetitions in one step.
private struct Adler {
  private var a: UInt64 = 1
  private var b: UInt64 = 0
  private static let base: UInt64 = 65_521

  /// Adds `count` times `byte`.
  mutating func add(_ byte: UInt8, count: Int) {
    // b takes a after each byte: n·a and v·(1 + … + n); the triangle is halved before it is reduced.
    let n = UInt64(count)
    let (even, odd) = n.isMultiple(of: 2) ? (n / 2, n + 1) : ((n + 1) / 2, n)
    let triangle = (even % Self.base) * (odd % Self.base) % Self.base
    b = (b + n % Self.base * a + UInt64(byte) * triangle) % Self.base
    a = (a + n % Self.base * UInt64(byte)) % Self.base
  }

  var value: UInt32 { UInt32(b << 16 | a) }
}

/// The Huffman code of the block.
private enum RunCode {
  static let shortest = 3
  static let longest = 258
  static let end = 256

  /// A symbol's bits, the first to be written lowest.
  struct Symbol {
    var bits: UInt64
    var count: Int
  }

  /// The lengths of the codes, which fill the code exactly.
  ///
  /// From short to long: the longest repetition, zero, the filter Up, the steps by one, other repetitions, the rest.
  private static let lengths: [Int] = (0..<286).map { symbol in
    switch symbol {
    case 285: 1
    case 0: 3
    case 2: 4
    case 1, 255: 6
    case 257...284: 7
    case 3, 254, end: 11
    default: 12
    }
  }

  /// The codes of the literals, the end and the lengths, as RFC 1951 makes them from their lengths.
  static let symbols: [Symbol] = canonical(lengths)

  /// The symbol of a repetition of `length` bytes with its extra bits.
  static func length(_ length: Int) -> Symbol {
    guard length < longest else { return symbols[285] }
    let above = length - shortest
    guard above >= 8 else { return symbols[257 + above] }
    // Four symbols for each power of two, of which the two bits below the highest tell.
    let extra = above.bitWidth - above.leadingZeroBitCount - 3
    let symbol = symbols[257 + 4 * extra + (above >> extra)]
    let rest = UInt64(above & ((1 << extra) - 1))
    return Symbol(bits: symbol.bits | rest << UInt64(symbol.count), count: symbol.count + extra)
  }

  /// Writes that this is the last block, and its code; the distances 1 and 2 take a bit each.
  static func writeHeader(into bits: inout BitWriter) {
    bits.write(value: 1, count: 1)
    bits.write(value: 2, count: 2)
    bits.write(value: 286 - 257, count: 5)
    bits.write(value: 2 - 1, count: 5)
    // The lengths that occur, three bits each; the order is that of RFC 1951.
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    let used: Set<Int> = [1, 3, 4, 6, 7, 11, 12, 16]
    bits.write(value: UInt64(order.count - 4), count: 4)
    for length in order { bits.write(value: used.contains(length) ? 3 : 0, count: 3) }
    let codes = canonical((0..<19).map { used.contains($0) ? 3 : 0 })
    let all = lengths + [1, 1]
    var i = 0
    while i < all.count {
      bits.write(codes[all[i]])
      var same = 0
      while same < 6, i + 1 + same < all.count, all[i + 1 + same] == all[i] { same += 1 }
      i += 1
      guard same >= 3 else { continue }
      bits.write(codes[16])
      bits.write(value: UInt64(same - 3), count: 2)
      i += same
    }
  }

  private static func canonical(_ lengths: [Int]) -> [Symbol] {
    var symbols = [Symbol](repeating: Symbol(bits: 0, count: 0), count: lengths.count)
    var code: UInt64 = 0
    for length in 1...15 {
      code <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        // Huffman codes start with their highest bit, everything else with its lowest.
        var turned: UInt64 = 0
        for bit in 0..<UInt64(length) { turned = turned << 1 | code >> bit & 1 }
        symbols[symbol] = Symbol(bits: turned, count: length)
        code += 1
      }
    }
    return symbols
  }
}

/// Bits to bytes, the first bit lowest.
private struct BitWriter {
  var bytes: [UInt8] = []
  private var held: UInt64 = 0
  private var count = 0

  mutating func write(_ symbol: RunCode.Symbol) { write(value: symbol.bits, count: symbol.count) }

  mutating func write(value: UInt64, count added: Int) {
    held |= value << UInt64(count)
    count += added
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: held))
      held >>= 8
      count -= 8
    }
  }

  mutating func flush() {
    if count > 0 { bytes.append(UInt8(truncatingIfNeeded: held)) }
    held = 0
    count = 0
  }
}
