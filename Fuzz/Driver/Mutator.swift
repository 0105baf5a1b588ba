import Glibc

/// libFuzzer's own mutation.
@_silgen_name("LLVMFuzzerMutate")
private func mutateFreely(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int, _ capacity: Int) -> Int

/// Mutates an input; a PNG then mostly gets right checksums, or no mutation would get past its first chunk.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ start: UnsafeMutablePointer<UInt8>?, _ count: Int, _ capacity: Int, _ seed: CUnsignedInt
) -> Int {
  let size = unsafe mutateFreely(start, count, capacity)
  guard seed % 8 != 0 else { return size }
  let bytes = unsafe UnsafeMutableBufferPointer(start: start, count: size)
  guard size > 8, unsafe bytes[0] == 0x89, unsafe bytes[1] == 0x50 else { return size }
  var place = 8
  while place + 12 <= size {
    let length = unsafe bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= size - place - 12 else { break }
    let sum = unsafe crc32(bytes[(place + 4)..<(place + 8 + length)])
    for i in 0..<4 { unsafe bytes[place + 8 + length + i] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * i)) }
    place += 12 + length
  }
  return size
}

private func crc32(_ bytes: Slice<UnsafeMutableBufferPointer<UInt8>>) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for i in unsafe bytes.indices {
    crc ^= unsafe UInt32(bytes[i])
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
