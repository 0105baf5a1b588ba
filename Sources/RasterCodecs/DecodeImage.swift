import CRasterCodecs
import Raster

/// Reads the bytes of a PNG or JPEG, told apart by their first bytes and never by a name.
///
/// - Throws: a ``DecodingError`` that says what was found; a file that ends early is one unless `limits` allow it.
public func decodeImage(
  _ bytes: [UInt8], limits: DecodingLimits = DecodingLimits()
) throws(DecodingError) -> DecodedImage {
  var own = bytes
  return try decodeImage(overwriting: &own, limits: limits)
}

/// The same where nobody needs the bytes any more: they hold anything after, which spares memory and a copy.
public func decodeImage(
  overwriting bytes: inout [UInt8], limits: DecodingLimits = DecodingLimits()
) throws(DecodingError) -> DecodedImage {
  let format = try imageFormat(of: bytes)
  let tags = FileTags(bytes, format: format)
  let native = try NativeDecoder(format: format, purpose: .grey, limits: limits).decode(overwriting: &bytes)
  let orientation = tags.exif?.orientation ?? .asStored
  return DecodedImage(
    samples: orientation.applied(to: native.samples), bitDepth: native.header.usedBits, format: format,
    colour: native.header.colour, hasAlpha: native.header.alpha,
    density: storedDensity(native.header, tags, turnedBy: orientation), orientation: orientation.number,
    truncated: native.header.truncated, notes: notes(on: native.header, format, orientation))
}

/// Whether a file that begins with `bytes` may be a PNG or JPEG.
public func startsAsImage(_ bytes: [UInt8]) -> Bool {
  if case .image = Signature(of: bytes) { true } else { false }
}

/// The kind of image that `bytes` start as.
func imageFormat(of bytes: [UInt8]) throws(DecodingError) -> ImageFormat {
  guard !bytes.isEmpty else { throw .empty }
  switch Signature(of: bytes) {
  case .image(let format): return format
  case .other(let found): throw .notAnImage(found: found)
  }
}

/// The density for the axes of the upright image: pHYs or JFIF with a unit before EXIF, a mere ratio last.
private func storedDensity(
  _ header: craster_header, _ tags: FileTags, turnedBy orientation: Orientation
) -> StoredDensity? {
  let physical = StoredDensity(
    x: Double(header.density_x), y: Double(header.density_y), unit: header.density_per_metre ? .metre : .aspect,
    origin: .physicalPixel)
  let stated = [physical, tags.jfifDensity, tags.exif?.density].compactMap { $0 }
  let chosen = stated.first { $0.unit != .aspect } ?? stated.first
  return orientation.isTransposed ? chosen?.transposed : chosen
}

private func notes(on header: craster_header, _ format: ImageFormat, _ orientation: Orientation) -> [String] {
  var notes: [String] = []
  if header.colour == .unequalChannels { notes.append("colour was reduced to Rec. 601 luma") }
  if header.transparent { notes.append("transparent pixels were laid on black") }
  if orientation != .asStored { notes.append("EXIF orientation \(orientation.number) was applied") }
  if header.stored_depth == 16, header.significant_bits > 0, Int(header.significant_bits) < header.usedBits {
    notes.append("sBIT says \(header.significant_bits) bits but samples reach \(header.maximum)")
  }
  if header.truncated {
    notes.append("the \(format.name) ends early: \(header.rows) of \(header.height) rows are there")
  }
  return notes
}

extension craster_header {
  /// The bits that a sample uses; see ``DecodedImage/bitDepth``.
  var usedBits: Int {
    guard stored_depth == 16 else { return 8 }
    let stated = Int(significant_bits)
    if (1..<16).contains(stated), Int(maximum) < 1 << stated { return stated }
    return maximum < 1024 ? 10 : maximum < 4096 ? 12 : 16
  }

  /// Which of the three kinds of colour the file has.
  var colour: ImageColour {
    guard palette || channels >= 3 else { return .grey }
    return channels_differ ? .unequalChannels : .equalChannels
  }
}
