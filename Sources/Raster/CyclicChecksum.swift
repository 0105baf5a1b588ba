/// The CRC-32 of `bytes`, as zlib, PNG and the network's weights file take it: 0 for none.
///
/// The reflected polynomial is `EDB88320`, start and end are inverted (ISO 3309). Eight bytes at a time, with a table for how
/// far each of them still has to go.
package func cyclicChecksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
  let tables = checksumTables.span
  var sum = ~UInt32(0)
  let source = bytes.span
  var i = 0
  while i + 8 <= source.count {
    var next: UInt32 = 0
    for k in 0..<8 {
      let byte = source[i + k] ^ (k < 4 ? UInt8(truncatingIfNeeded: sum >> UInt32(8 * k)) : 0)
      next ^= tables[(7 - k) << 8 | Int(byte)]
    }
    sum = next
    i += 8
  }
  while i < source.count {
    sum = tables[Int(UInt8(truncatingIfNeeded: sum) ^ source[i])] ^ sum >> 8
    i += 1
  }
  return ~sum
}

/// Entry `256 · n + b`: what the byte `b` adds when `n` more bytes follow it.
private let checksumTables: [UInt32] = {
  var tables = (0..<UInt32(256)).map { byte in
    (0..<8).reduce(byte) { sum, _ in sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
  }
  for i in 256..<8 * 256 {
    let before = tables[i - 256]
    tables.append(tables[Int(before & 255)] ^ before >> 8)
  }
  return tables
}()
