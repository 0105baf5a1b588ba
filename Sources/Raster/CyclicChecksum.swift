/// The CRC-32 of `bytes`, as zlib, PNG and the network's weights file take it: 0 for none.
///
/// The reflected polynomial is `EDB88320`, start and end are inverted (ISO 3309).
package func cyclicChecksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
  let table = (0..<UInt32(256)).map { byte in
    (0..<8).reduce(byte) { sum, _ in sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
  }
  return ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
}
