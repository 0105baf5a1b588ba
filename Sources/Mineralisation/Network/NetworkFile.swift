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
    var reader = try WeightsReader(bytes, magic: "OSSIQNET", version: 1)
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
