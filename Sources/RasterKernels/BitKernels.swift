internal import CRasterKernels

/// Writes flags of 0 and 1 as bits, 64 in a word from the lowest on; 0 behind the last one.
///
/// - Precondition: `words` has room for them.
package func packBits(
  _ flags: Span<UInt8>, into words: inout MutableSpan<UInt64>, with instructions: KernelInstructions = .best
) {
  precondition(words.count * 64 >= flags.count, "More flags than bits")
  unsafe flags.withUnsafeBufferPointer { flags in
    unsafe words.withUnsafeMutableBufferPointer { words in
      unsafe ckernels_pack_bits(instructions.level, flags.baseAddress, flags.count, words.baseAddress)
    }
  }
}

/// Writes the bits of `words` as flags of 0 and 1, as many as `flags` has room for.
///
/// - Precondition: `words` has as many bits.
package func unpackBits(
  _ words: Span<UInt64>, into flags: inout MutableSpan<UInt8>, with instructions: KernelInstructions = .best
) {
  precondition(words.count * 64 >= flags.count, "Fewer bits than flags")
  let count = flags.count
  unsafe words.withUnsafeBufferPointer { words in
    unsafe flags.withUnsafeMutableBufferPointer { flags in
      unsafe ckernels_unpack_bits(instructions.level, words.baseAddress, count, flags.baseAddress)
    }
  }
}

/// Sets every bit of which one at most `step` bits away is set in `words`, where stretches of `step` bits have no gap: `wider`
/// takes the words but the first and the last, which only tell what lies beyond.
///
/// - Precondition: `step` lies between 1 and 63, and `wider` has two words less than `words`.
package func widenBits(
  _ words: Span<UInt64>, by step: Int, into wider: inout MutableSpan<UInt64>,
  with instructions: KernelInstructions = .best
) {
  precondition((1...63).contains(step) && words.count == wider.count + 2, "A step too far")
  let count = wider.count
  unsafe words.withUnsafeBufferPointer { words in
    unsafe wider.withUnsafeMutableBufferPointer { wider in
      unsafe ckernels_widen_bits(instructions.level, words.baseAddress, count, step, wider.baseAddress)
    }
  }
}

/// Sets the bits of `words` in `target`, which is as long.
package func joinBits(
  _ words: Span<UInt64>, to target: inout MutableSpan<UInt64>, with instructions: KernelInstructions = .best
) {
  precondition(words.count == target.count, "Lines of different lengths")
  unsafe words.withUnsafeBufferPointer { words in
    unsafe target.withUnsafeMutableBufferPointer { target in
      unsafe ckernels_join_bits(instructions.level, words.baseAddress, words.count, target.baseAddress)
    }
  }
}
