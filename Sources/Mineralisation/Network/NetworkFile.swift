internal import Raster

/// Why a weights file cannot be used.
package enum NetworkError: Error, Sendable, Equatable {
  /// It does not begin as a weights file of a known version does.
  case notAWeightsFile
  /// It ends early.
  case truncated(at: Int)
  /// Its checksum does not agree with its content.
  case checksum
  /// A layer's numbers do not fit together.
  case layer(Int)
  /// The probabilities do not ascend with the logits.
  case probabilities
}

extension Network {
  /// Reads a weights file, version 1, little-endian.
  ///
  /// `OSSIQNET`, then as 32-bit numbers version, input planes, classes, levels, layers, logit limit, and the width of
  /// each level; the names of the classes in 16 bytes each; the layers (inputs, outputs, kernel; 8-bit weights filled to
  /// a multiple of 4 bytes; 32-bit bias, multiplier and shift of each output); two bytes of probability for each logit,
  /// ascending; CRC-32 of all before.
  package init(bytes: [UInt8], instructions: Instructions = .best) throws(NetworkError) {
    var reader = Reader(bytes: bytes)
    guard try reader.take(8).elementsEqual("OSSIQNET".utf8), try reader.number() == 1 else { throw .notAWeightsFile }
    guard
      bytes.count >= 4, cyclicChecksum(of: bytes[..<(bytes.count - 4)]) == Reader.littleEndian(bytes.suffix(4))
    else { throw .checksum }
    inputs = try reader.number()
    let classCount = try reader.number()
    levels = try reader.number()
    let layerCount = try reader.number()
    logitLimit = try reader.number()
    guard (1...8).contains(levels), layerCount == 4 * levels - 1, inputs > 0, classCount > 0, logitLimit == 2048 else {
      throw .notAWeightsFile
    }
    _ = try reader.take(4 * levels)
    var names: [String] = []
    for _ in 0..<classCount { names.append(String(decoding: try reader.take(16).prefix { $0 != 0 }, as: UTF8.self)) }
    classes = names
    var read: [Convolution] = []
    for index in 0..<layerCount { read.append(try reader.layer(index, instructions)) }
    layers = read
    probabilities = try reader.numbers(2 * logitLimit, of: UInt16.self)
    guard let first = layers.first, first.inputs == 4 * inputs, layers[layerCount - 1].outputs == 4 * classCount else {
      throw .layer(0)
    }
    guard zip(probabilities, probabilities.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw .probabilities }
  }
}

/// Takes little-endian numbers off the front of bytes.
private struct Reader {
  let bytes: [UInt8]
  var at = 0

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

  static func littleEndian<Number: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> Number {
    bytes.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }
}
