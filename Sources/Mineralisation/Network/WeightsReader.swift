internal import Raster

/// Takes little-endian numbers off the front of bytes.
struct WeightsReader {
  private let bytes: [UInt8]
  private var at = 0

  /// What reads `bytes`, which begin with `magic` and `version` and end with the CRC-32 of all before.
  init(_ bytes: [UInt8], magic: String, version: Int) throws(NetworkError) {
    self.bytes = bytes
    guard try take(8).elementsEqual(magic.utf8), try number() == version else { throw .notAWeightsFile }
    guard bytes.count >= 4, cyclicChecksum(of: bytes[..<(bytes.count - 4)]) == Self.littleEndian(bytes.suffix(4)) else {
      throw .checksum
    }
  }

  mutating func take(_ count: Int) throws(NetworkError) -> ArraySlice<UInt8> {
    guard count >= 0, bytes.count - at >= count else { throw .truncated(at: at) }
    defer { at += count }
    return bytes[at..<at + count]
  }

  mutating func number() throws(NetworkError) -> Int { Int(Self.littleEndian(try take(4)) as UInt32) }

  mutating func numbers<Number: FixedWidthInteger>(
    _ count: Int, of type: Number.Type
  ) throws(NetworkError) -> [Number] {
    let size = MemoryLayout<Number>.size
    let taken = try take(count * size)
    return stride(from: taken.startIndex, to: taken.endIndex, by: size).map {
      Self.littleEndian(taken[$0..<$0 + size])
    }
  }

  mutating func floats(_ count: Int) throws(NetworkError) -> [Double] {
    try numbers(count, of: UInt32.self).map { Double(Float(bitPattern: $0)) }
  }

  mutating func layer(_ index: Int, _ instructions: Instructions) throws(NetworkError) -> Convolution {
    let inputs = try number()
    let outputs = try number()
    let kernel = try number()
    guard inputs <= 4096, outputs <= 4096, kernel <= 3 else { throw .layer(index) }
    let count = inputs * outputs * kernel * kernel
    let weights = Self.signed(try take(count))
    _ = try take((4 - count % 4) % 4)
    let bias = try numbers(outputs, of: Int32.self)
    let multiplier = try numbers(outputs, of: Int32.self)
    let shift = try numbers(outputs, of: Int32.self)
    guard
      let layer = Convolution(
        inputs: inputs, outputs: outputs, kernel: kernel, weights: weights, bias: bias, multiplier: multiplier,
        shift: shift, instructions: instructions)
    else { throw .layer(index) }
    return layer
  }

  private static func signed(_ bytes: ArraySlice<UInt8>) -> [Int8] {
    var result = [Int8](repeating: 0, count: bytes.count)
    let source = bytes.span
    var target = result.mutableSpan
    for i in target.indices { unsafe target[unchecked: i] = Int8(bitPattern: source[unchecked: i]) }
    return result
  }

  private static func littleEndian<Number: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> Number {
    bytes.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }
}
