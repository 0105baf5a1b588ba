/// What stands in a file beside its pixels and is read here rather than by the decoders.
struct FileTags: Equatable {
  var exif: ExifTags?
  var jfifDensity: StoredDensity?

  init() {}

  /// The tags of `bytes`, a file of this format.
  init(_ bytes: [UInt8], format: ImageFormat) {
    switch format {
    case .png: readPNG(bytes)
    case .jpeg: readJPEG(bytes)
    }
  }

  /// Finds the eXIf chunk; each chunk is a length, a type, so many bytes and a checksum.
  private mutating func readPNG(_ bytes: [UInt8]) {
    var place = 8
    while place <= bytes.count - 12 {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let type = bytes[place + 4..<place + 8]
      let start = place + 8
      guard length <= bytes.count - start - 4 else { return }
      if type.elementsEqual("eXIf".utf8) {
        exif = ExifTags(bytes[start..<start + length])
        return
      }
      place = start + length + 4
    }
  }

  /// Goes through the segments before the first scan.
  private mutating func readJPEG(_ bytes: [UInt8]) {
    var place = 2
    while place <= bytes.count - 4, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      if marker == 0xFF {
        // Fill bytes before a marker.
        place += 1
        continue
      }
      guard marker != 0xDA, marker != 0xD9 else { return }
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      guard length >= 2, length <= bytes.count - place - 2 else { return }
      take(marker: marker, bytes[place + 4..<place + 2 + length])
      place += 2 + length
    }
  }

  private mutating func take(marker: UInt8, _ segment: ArraySlice<UInt8>) {
    if marker == 0xE0, jfifDensity == nil, segment.starts(with: "JFIF\0".utf8), segment.count >= 12 {
      let numbers = segment.dropFirst(7).prefix(5).map(Double.init)
      let unit: StoredDensity.Unit = numbers[0] == 1 ? .inch : numbers[0] == 2 ? .centimetre : .aspect
      jfifDensity = StoredDensity(
        x: numbers[1] * 256 + numbers[2], y: numbers[3] * 256 + numbers[4], unit: unit, origin: .jfif)
    }
    if marker == 0xE1, exif == nil, segment.starts(with: "Exif\0\0".utf8) {
      exif = ExifTags(segment.dropFirst(6))
    }
  }
}
