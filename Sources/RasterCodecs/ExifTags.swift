/// The few tags of an EXIF block that matter for a measurement: how the image lies and its density.
///
/// Reads only the first directory, in bounds, in one pass; whatever is damaged reads as absent.
struct ExifTags: Equatable {
  private(set) var orientation: Orientation?
  private(set) var density: StoredDensity?

  /// Parses a TIFF header and its first directory, which fill `block` from its first byte.
  init(_ block: ArraySlice<UInt8>) {
    guard let tiff = TIFFBytes(block), let start = tiff.number32(at: 4).map(Int.init),
      let count = tiff.number16(at: start).map(Int.init)
    else { return }
    var x: Double?
    var y: Double?
    var unit = StoredDensity.Unit.inch
    for entry in 0..<count {
      let place = start + 2 + 12 * entry
      guard let tag = tiff.number16(at: place) else { break }
      switch tag {
      case 0x0112:
        guard let value = tiff.short(ofEntryAt: place), (1...8).contains(value) else { continue }
        orientation = Orientation(number: value)
      case 0x011A: x = tiff.rational(ofEntryAt: place)
      case 0x011B: y = tiff.rational(ofEntryAt: place)
      case 0x0128:
        switch tiff.short(ofEntryAt: place) {
        case 1: unit = .aspect
        case 3: unit = .centimetre
        default: unit = .inch
        }
      default: continue
      }
    }
    if let x, let y { density = StoredDensity(x: x, y: y, unit: unit, origin: .exif) }
  }
}

/// Numbers in a TIFF block, in its own byte order and never outside it.
private struct TIFFBytes {
  private let bytes: ArraySlice<UInt8>
  private let isLittleEndian: Bool

  init?(_ bytes: ArraySlice<UInt8>) {
    switch bytes.prefix(4) {
    case [0x49, 0x49, 0x2A, 0x00]: isLittleEndian = true
    case [0x4D, 0x4D, 0x00, 0x2A]: isLittleEndian = false
    default: return nil
    }
    self.bytes = bytes
  }

  func number16(at offset: Int) -> UInt16? {
    guard offset >= 0, offset <= bytes.count - 2 else { return nil }
    let first = UInt16(bytes[bytes.startIndex + offset])
    let second = UInt16(bytes[bytes.startIndex + offset + 1])
    return isLittleEndian ? second << 8 | first : first << 8 | second
  }

  func number32(at offset: Int) -> UInt32? {
    guard let first = number16(at: offset), let second = number16(at: offset + 2) else { return nil }
    return isLittleEndian ? UInt32(second) << 16 | UInt32(first) : UInt32(first) << 16 | UInt32(second)
  }

  /// The value of an entry of type SHORT.
  func short(ofEntryAt place: Int) -> Int? {
    guard number16(at: place + 2) == 3, number32(at: place + 4) == 1 else { return nil }
    return number16(at: place + 8).map(Int.init)
  }

  /// The value of an entry of type RATIONAL.
  func rational(ofEntryAt place: Int) -> Double? {
    guard number16(at: place + 2) == 5, number32(at: place + 4) == 1,
      let offset = number32(at: place + 8).map(Int.init),
      let numerator = number32(at: offset), let denominator = number32(at: offset + 4), denominator > 0
    else { return nil }
    return Double(numerator) / Double(denominator)
  }
}
